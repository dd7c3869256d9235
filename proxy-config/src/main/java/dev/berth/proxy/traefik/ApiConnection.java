package dev.berth.proxy.traefik;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.proxy.wire.Dialogue;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions to Traefik's API, one GET each, with a deadline for each, and ended at once by an interrupt. Light: no HTTP
 * client is loaded for them, and no proxy of ours is asked.
 */
final class ApiConnection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1000;

    private final URI base;
    private final ApiAccess access;

    ApiConnection(URI base, ApiAccess access) {
        this.base = base;
        this.access = access;
    }

    /** The status code of a path that needs no credentials. */
    int status(String path, Duration timeout) {
        return ask(path, timeout, HttpURLConnection::getResponseCode);
    }

    /** All items of a list whose name contains the text. */
    List<JsonNode> list(String path, String search, Duration timeout) {
        List<JsonNode> items = new ArrayList<>();
        String query = path + "?per_page=" + PAGE + "&search=" + URLEncoder.encode(search, StandardCharsets.UTF_8);
        String next = "1";
        do {
            next = page(query + "&page=" + next, timeout, items);
        } while (!next.equals("1"));
        return items;
    }

    /** Answers the number of the next page, 1 after the last. */
    private String page(String path, Duration timeout, List<JsonNode> items) {
        return ask(path, timeout, connection -> {
            connection.setRequestProperty("Authorization", access.authorization());
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw refused(path, status);
            }
            try (InputStream body = connection.getInputStream()) {
                JSON.readTree(body).forEach(items::add);
            }
            String next = connection.getHeaderField("X-Next-Page");
            return next == null ? "1" : next;
        });
    }

    private interface Question<T> {
        T put(HttpURLConnection connection) throws IOException;
    }

    private <T> T ask(String path, Duration timeout, Question<T> question) {
        try {
            HttpURLConnection connection = open(path, timeout);
            return Dialogue.within(timeout, connection::disconnect, () -> question.put(connection));
        } catch (JsonProcessingException e) {
            throw new TraefikFailure(
                    TraefikFailure.Kind.UNREACHABLE,
                    "what answers at " + base + " is not Traefik's API: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TraefikFailure(
                    TraefikFailure.Kind.INTERRUPTED, "interrupted while asking Traefik's API at " + base, e);
        }
    }

    private HttpURLConnection open(String path, Duration timeout) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) base.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        int millis = (int) Math.max(1, timeout.toMillis());
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private TraefikFailure refused(String path, int status) {
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
            return new TraefikFailure(
                    TraefikFailure.Kind.DENIED,
                    "Traefik's API at " + base + " does not accept Berth's password; publish the access to it again");
        }
        return new TraefikFailure(
                TraefikFailure.Kind.UNREACHABLE,
                "Traefik's API at " + base + " answered " + status + " to "
                        + base.resolve(path).getPath() + "; is the access to it published, and is that Traefik?");
    }

    private TraefikFailure unreachable(IOException e) {
        return new TraefikFailure(
                TraefikFailure.Kind.UNREACHABLE,
                "Traefik's API at " + base + " does not answer: " + e.getMessage() + "; look at the proxy's log",
                e);
    }
}
