package dev.berth.core.operate;

import dev.berth.core.project.Domain;

/**
 * Under which addresses the proxy serves domains.
 *
 * @param httpPort of the host
 * @param httpsPort of the host
 * @param certificates whether https is served; otherwise http is, for every domain
 */
public record Addresses(int httpPort, int httpsPort, boolean certificates) {
    /** What a user opens. */
    public String url(Domain domain) {
        boolean https = certificates && domain.https();
        int port = https ? httpsPort : httpPort;
        boolean usual = port == (https ? 443 : 80);
        return (https ? "https://" : "http://")
                + domain.host()
                + (usual ? "" : ":" + port)
                + (domain.path().equals("/") ? "" : domain.path());
    }
}
