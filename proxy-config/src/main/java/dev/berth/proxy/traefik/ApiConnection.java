package dev.berth.proxy.traefik;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.proxy.wire.Dialogue;
import dev.berth.proxy.wire.HttpHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
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
    /** Of a page, in bytes. */
    private static final long MOST = 1 << 26;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final URI base;
    private final ApiAccess access;

    ApiConnection(URI base, ApiAccess access) {
        this.base = base;
        this.access = access;
    }

    /** The status code of a path that needs no credentials. */
    int status(String path, Duration timeout) {
        return ask(timeout, (out, in) -> HttpHead.ask(out, in, base.getRawAuthority(), path)
                .status());
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
        return ask(timeout, (out, in) -> {
            HttpHead head = HttpHead.askPlainly(out, in, base.getRawAuthority(), path, access.authorization());
            if (head.status() != OK) {
                throw refused(path, head.status());
            }
            int length = (int) Math.min(MOST, head.length().orElse(MOST));
            JSON.readTree(in.readNBytes(length)).forEach(items::add);
            return head.fields().getOrDefault("x-next-page", "1");
        });
    }

    private interface Question<T> {
        T put(OutputStream out, InputStream in) throws IOException;
    }

    private <T> T ask(Duration timeout, Question<T> question) {
        Duration patience = timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout;
        try (Socket socket = new Socket()) {
            return Dialogue.within(patience, socket, () -> {
                socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
                return question.put(socket.getOutputStream(), new BufferedInputStream(socket.getInputStream()));
            });
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

    private TraefikFailure refused(String path, int status) {
        if (status == UNAUTHORIZED) {
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
