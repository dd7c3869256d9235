package dev.berth.proxy.traefik;

import dev.berth.proxy.route.Middleware;
import dev.berth.proxy.traefik.MiddlewareConfiguration.BasicAuth;
import dev.berth.proxy.traefik.MiddlewareConfiguration.Buffering;
import dev.berth.proxy.traefik.MiddlewareConfiguration.Compress;
import dev.berth.proxy.traefik.MiddlewareConfiguration.Headers;
import dev.berth.proxy.traefik.MiddlewareConfiguration.IpAllowList;
import dev.berth.proxy.traefik.MiddlewareConfiguration.RateLimit;
import dev.berth.proxy.traefik.MiddlewareConfiguration.RedirectRegex;
import java.util.List;

/** One middleware in Traefik's words. */
final class MiddlewareTranslation {

    private static final String URL = "^(https?)://(?:\\[[^/]+]|[^/:]+)(:[0-9]+)?(/.*)?$";

    private MiddlewareTranslation() {}

    static MiddlewareConfiguration translate(Middleware middleware) {
        if (middleware instanceof Middleware.Headers headers) {
            return MiddlewareConfiguration.of(new Headers(headers.request(), headers.response()));
        }
        if (middleware instanceof Middleware.BasicAuth auth) {
            return MiddlewareConfiguration.of(new BasicAuth(auth.users(), true));
        }
        if (middleware instanceof Middleware.RateLimit limit) {
            return MiddlewareConfiguration.of(new RateLimit(limit.average(), limit.burst()));
        }
        if (middleware instanceof Middleware.MaxBody body) {
            return MiddlewareConfiguration.of(new Buffering(body.bytes()));
        }
        if (middleware instanceof Middleware.IpAllow allow) {
            return MiddlewareConfiguration.of(new IpAllowList(allow.ranges()));
        }
        if (middleware instanceof Middleware.Compress) {
            return MiddlewareConfiguration.of(new Compress(List.of("text/event-stream"), 1024));
        }
        if (middleware instanceof Middleware.RedirectTo redirect) {
            String replacement = "${1}://" + redirect.host().inUrl() + "${2}${3}";
            return MiddlewareConfiguration.of(new RedirectRegex(URL, replacement, redirect.permanent() ? true : null));
        }
        throw new IllegalStateException("no translation of " + middleware);
    }
}
