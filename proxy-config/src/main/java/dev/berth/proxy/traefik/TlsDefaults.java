package dev.berth.proxy.traefik;

import dev.berth.proxy.traefik.DynamicConfiguration.Tls;
import dev.berth.proxy.traefik.DynamicConfiguration.TlsOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How every host speaks TLS: 1.2 and 1.3, only suites with forward secrecy and authenticated encryption (RFC 9325
 * section 4.2; those of 1.3 are fixed), post-quantum key agreement where the client knows it, HTTP/2.
 *
 * <p>A handshake for a name without a certificate is refused. Traefik would else show a certificate of its own that no
 * browser trusts, which teaches people to click warnings away and tells scanners what stands here.
 */
final class TlsDefaults {

    /** Traefik takes the options of this name where no router, or no name at all, says otherwise. */
    static final String NAME = "default";

    private static final List<String> SUITES = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    private static final List<String> CURVES = List.of("X25519MLKEM768", "X25519", "CurveP256", "CurveP384");

    private TlsDefaults() {}

    /** @param nameless whether there is a certificate for clients that name no host, see {@link NamelessHandshakes} */
    static Tls tls(boolean nameless) {
        TlsOptions options = new TlsOptions("VersionTLS12", SUITES, CURVES, List.of("h2", "http/1.1"), !nameless);
        return new Tls(null, new TreeMap<>(Map.of(NAME, options)), null);
    }
}
