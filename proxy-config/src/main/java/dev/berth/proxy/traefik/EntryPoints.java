package dev.berth.proxy.traefik;

/** The names of the entry points that Traefik is started with. */
final class EntryPoints {

    static final String WEB = "web";
    static final String WEBSECURE = "websecure";
    static final String API = "api";

    private EntryPoints() {}
}
