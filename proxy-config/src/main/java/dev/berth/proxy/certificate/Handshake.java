package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.io.IOException;

/** Asks the proxy for a certificate as a browser does. */
public interface Handshake {
    /**
     * The leaf that is shown to whoever asks for {@code host}: its SHA-256 in lower-case hex. Returns within seconds.
     *
     * @throws IOException when nobody answers, or not with TLS
     */
    String fingerprint(HostName host) throws IOException;
}
