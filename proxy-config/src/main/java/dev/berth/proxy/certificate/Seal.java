package dev.berth.proxy.certificate;

import java.util.Optional;

/** Keeps from all eyes what lies on the disk, under a key that lies elsewhere. Safe for several threads. */
public interface Seal {
    /** @param what the thing is; it opens as that and as nothing else */
    byte[] seal(String what, byte[] plain);

    /**
     * Gives back what was sealed as {@code what}; empty when it was changed since, or is something else. What another
     * key sealed is a failure with the remedy, of a kind of the maker's own: it is whole, and must not be thrown away.
     */
    Optional<byte[]> open(String what, byte[] sealed);
}
