package dev.berth.proxy.preflight;

import java.net.InetAddress;

/**
 * Where an address is. Whoever has a domain chooses where its records lead, and is told what was found there: nothing may
 * be found out that way about a network that they cannot see.
 */
enum Reach {
    PUBLIC,
    /** Somewhere behind this machine, or this machine: asked, and only told whether our own answer came back. */
    INSIDE,
    /** Of one link, of many at once, or of nobody: no authority gets there, and what answers is no web server. */
    NOWHERE;

    static Reach of(InetAddress address) {
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return NOWHERE;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        boolean unique = bytes.length == 16 && (first & 0xfe) == 0xfc; // RFC 4193
        boolean shared = bytes.length == 4 && first == 100 && (bytes[1] & 0xc0) == 64; // RFC 6598
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || unique || shared ? INSIDE : PUBLIC;
    }
}
