package dev.berth.core.operate;

import dev.berth.core.project.Domain;
import dev.berth.proxy.route.HostName;
import java.util.function.Predicate;

/**
 * Under which addresses the proxy serves domains.
 *
 * @param httpPort of the host
 * @param httpsPort of the host
 * @param served whether a certificate for a name is served; until then http is
 */
public record Addresses(int httpPort, int httpsPort, Predicate<HostName> served) {
    /** Over http only. */
    public static Addresses plain(int httpPort, int httpsPort) {
        return new Addresses(httpPort, httpsPort, host -> false);
    }

    /** What a user opens. */
    public String url(Domain domain) {
        HostName host = HostName.of(domain.host());
        boolean https = domain.https() && served.test(host);
        int port = https ? httpsPort : httpPort;
        boolean usual = port == (https ? 443 : 80);
        return (https ? "https://" : "http://")
                + host.inUrl()
                + (usual ? "" : ":" + port)
                + (domain.path().equals("/") ? "" : domain.path());
    }

    /** Whether a domain is to be served over https and is not yet. */
    boolean awaitsHttps(Domain domain) {
        return domain.https() && !served.test(HostName.of(domain.host()));
    }
}
