package dev.berth.core.project;

import java.util.List;
import java.util.Optional;

/**
 * A host and path under which the proxy serves an application.
 *
 * @param host lower case, punycode; or an address, IPv6 without brackets
 * @param path prefix on whole segments; {@code /} for everything
 * @param stripPath whether the application sees the request without {@code path}
 * @param internalPath what is put before the path the application sees
 * @param https whether a certificate is obtained and http redirected
 */
public record Domain(
        String host,
        String path,
        boolean stripPath,
        Optional<String> internalPath,
        boolean https,
        List<Middleware> middlewares) {
    public Domain {
        middlewares = List.copyOf(middlewares);
    }
}
