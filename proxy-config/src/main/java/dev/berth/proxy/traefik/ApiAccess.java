package dev.berth.proxy.traefik;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.proxy.traefik.DynamicConfiguration.Http;
import dev.berth.proxy.traefik.DynamicConfiguration.Router;
import dev.berth.proxy.traefik.MiddlewareConfiguration.BasicAuth;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/**
 * Who may ask Traefik's API: one user with one password. The API is bound to its own entry point, which applications
 * on the proxy's networks can reach; hence the password.
 *
 * @param password of at least 256 random bits, so that one round of SHA-1 keeps it: bcrypt would cost 50 ms of
 *     processor time for each question
 */
public record ApiAccess(String password) {

    private static final String NAME = "berth-api";
    private static final String USER = "berth";
    private static final int SHORTEST = 43;

    public ApiAccess {
        if (password.length() < SHORTEST || !password.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "the password of Traefik's API is 256 random bits in base64url, at least 43 characters");
        }
    }

    /** The value of a request's {@code Authorization} header (RFC 7617). */
    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(UTF_8));
    }

    /** The router that lets this user, and nobody else, reach the API. Ping is open by itself. */
    DynamicConfiguration configuration() {
        TreeMap<String, Router> routers = new TreeMap<>();
        routers.put(
                NAME,
                new Router(List.of(EntryPoints.API), "PathPrefix(`/api`)", 1, List.of(NAME), "api@internal", null));
        TreeMap<String, MiddlewareConfiguration> middlewares = new TreeMap<>();
        middlewares.put(NAME, MiddlewareConfiguration.of(new BasicAuth(List.of(USER + ":{SHA}" + sha()), true)));
        return DynamicConfiguration.of(new Http(routers, middlewares, null, null));
    }

    private String sha() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(password.getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    @Override
    public String toString() {
        return "ApiAccess[(secret)]";
    }
}
