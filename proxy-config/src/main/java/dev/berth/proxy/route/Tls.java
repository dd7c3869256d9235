package dev.berth.proxy.route;

/** How a route speaks TLS. The three steps on the way from a new name to a safe one. */
public sealed interface Tls {

    /** Plain HTTP only: asked for, or no certificate is there yet. */
    record None() implements Tls {}

    /** HTTPS with a certificate that Berth keeps, and plain HTTP still answers beside it. */
    record Served() implements Tls {}

    /**
     * HTTPS with a certificate that Berth keeps; plain HTTP only sends the browser there, ACME challenges apart.
     *
     * @param publicPort the port that browsers know the HTTPS entry point by, usually 443
     */
    record Enforced(int publicPort) implements Tls {
        public Enforced {
            if (publicPort < 1 || publicPort > 65535) {
                throw new IllegalArgumentException("a port is from 1 to 65535, not " + publicPort);
            }
        }
    }

    /** Plain HTTP only. */
    static Tls none() {
        return new None();
    }
}
