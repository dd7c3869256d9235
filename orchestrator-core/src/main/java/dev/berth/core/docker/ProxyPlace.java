package dev.berth.core.docker;

/** Where the reverse proxy runs, which is to be attached to each project's network. */
public sealed interface ProxyPlace {
    /** It is the running instance of Berth's own project {@code proxy}. */
    record Managed() implements ProxyPlace {}

    /** A container that its owner keeps; nothing of it is changed but the networks it is on. */
    record External(String container) implements ProxyPlace {}

    /** There is none. */
    record None() implements ProxyPlace {}
}
