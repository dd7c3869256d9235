package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;

/** Asks the proxy for a certificate as a browser does. */
public interface Handshake {
    /**
     * The leaf that is shown to whoever asks for {@code name}: its SHA-256 in lower-case hex. Returns within seconds.
     *
     * @throws HandshakeFailure when nobody answers, or not with TLS
     */
    String fingerprint(HostName name);
}
