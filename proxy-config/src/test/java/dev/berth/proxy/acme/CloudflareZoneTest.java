package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against what Cloudflare's documentation says that its API answers. */
final class CloudflareZoneTest {
    private static final String TOKEN = "token-that-nobody-may-see";
    private static final String NAME = "_acme-challenge.shop.example.org";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> records = new ConcurrentSkipListMap<>();
    private HttpServer server;
    private CloudflareZone zone;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/client/v4/", this::handle);
        server.start();
        zone = new CloudflareZone(api(), TOKEN, Optional.empty());
    }

    private URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/client/v4/");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replace("/client/v4/", "");
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(
                    exchange,
                    403,
                    "{\"success\":false,\"errors\":[{\"code\":9109,\"message\":\"Invalid access token\"}],\"result\":null}");
        } else if (path.equals("zones")) {
            boolean known = query.equals("name=example.org");
            answer(
                    exchange,
                    200,
                    "{\"success\":true,\"errors\":[],\"result\":["
                            + (known ? "{\"id\":\"z1\",\"name\":\"example.org\"}" : "") + "]}");
        } else if (exchange.getRequestMethod().equals("POST")) {
            JsonNode record = JSON.readTree(body);
            String id = "r" + (records.size() + 1);
            String text =
                    record.path("type").asText() + " " + record.path("name").asText() + " "
                            + record.path("content").asText() + " "
                            + record.path("ttl").asInt();
            if (records.containsValue(text)) {
                answer(
                        exchange,
                        400,
                        "{\"success\":false,\"errors\":[{\"code\":81058,\"message\":\"An identical record already"
                                + " exists.\"}],\"result\":null}");
                return;
            }
            records.put(id, text);
            answer(exchange, 200, "{\"success\":true,\"errors\":[],\"result\":{\"id\":\"" + id + "\"}}");
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            records.remove(path.substring(path.lastIndexOf('/') + 1));
            answer(exchange, 200, "{\"success\":true,\"errors\":[],\"result\":{}}");
        } else {
            answer(exchange, 200, "{\"success\":true,\"errors\":[],\"result\":" + found() + "}");
        }
    }

    private String found() throws IOException {
        return JSON.writeValueAsString(new TreeMap<>(records)
                .entrySet().stream()
                        .map(entry -> Map.of(
                                "id",
                                entry.getKey(),
                                "content",
                                entry.getValue().split(" ")[2]))
                        .toList());
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void aRecordIsAddedToTheZoneThatTheNameIsIn() {
        zone.add(NAME, "digest");

        assertEquals(Map.of("r1", "TXT " + NAME + " \"digest\" 60"), records);
    }

    @Test
    void aRecordThatIsThereAlreadyIsFine() {
        zone.add(NAME, "digest");
        zone.add(NAME, "digest");

        assertEquals(1, records.size());
    }

    @Test
    void onlyOurRecordIsTakenAway() {
        zone.add(NAME, "one");
        zone.add(NAME, "two");
        zone.remove(NAME, "one");
        zone.remove(NAME, "one");

        assertEquals(List.of("TXT " + NAME + " \"two\" 60"), List.copyOf(records.values()));
    }

    @Test
    void aTokenThatIsRefusedIsToldInCloudflaresWordsWithoutIt() {
        CloudflareZone wrong = new CloudflareZone(api(), "wrong-" + TOKEN, Optional.empty());
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, () -> wrong.add(NAME, "digest"));

        assertEquals(Kind.CHALLENGE, failure.kind());
        assertTrue(failure.getMessage().contains("Invalid access token (9109)"), failure.getMessage());
        assertFalse(failure.getMessage().contains(TOKEN));
    }

    @Test
    void aNameInNoZoneOfTheTokenIsToldSo() {
        IssuanceFailure failure =
                assertThrows(IssuanceFailure.class, () -> zone.add("_acme-challenge.example.com", "digest"));

        assertTrue(failure.getMessage().contains("the token sees no zone for it"), failure.getMessage());
    }
}
