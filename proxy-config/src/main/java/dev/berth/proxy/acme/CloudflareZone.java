package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Zones at Cloudflare, written through its API (version 4: {@code /zones}, {@code /zones/ID/dns_records}) with a token
 * that may read zones and edit their DNS.
 */
public final class CloudflareZone implements DnsZone {
    public static final URI API = URI.create("https://api.cloudflare.com/client/v4/");

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The error for a record that is the same as one that is there, such as after an answer that was lost. */
    private static final String THERE_ALREADY = "81058";

    private static final int TTL = 60;
    private static final Duration ONE_ANSWER = Duration.ofSeconds(20);

    /** Made with the first request: it takes time and threads. */
    private HttpClient client;

    private final URI api;
    private final String token;
    private final Optional<HostName> zone;

    /**
     * @param api where it is, with a slash at its end; {@link #API} but in tests
     * @param zone that the records stand in; empty: it is looked for
     */
    public CloudflareZone(URI api, String token, Optional<HostName> zone) {
        if (!token.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "a token of Cloudflare has letters, digits, - and _ only; it has no spaces");
        }
        this.api = api;
        this.token = token;
        this.zone = zone;
    }

    @Override
    public void add(String name, String text) {
        call(
                "add",
                name,
                "POST",
                records(name),
                Optional.of(Map.of("type", "TXT", "name", name, "content", quoted(text), "ttl", TTL)));
    }

    @Override
    public void remove(String name, String text) {
        String records = records(name);
        JsonNode found =
                call("find", name, "GET", records + "?type=TXT&per_page=100&name=" + encoded(name), Optional.empty());
        for (JsonNode record : found) {
            String content = record.path("content").asText();
            if (content.equals(text) || content.equals(quoted(text))) {
                call("remove", name, "DELETE", records + "/" + record.path("id").asText(), Optional.empty());
            }
        }
    }

    /** The path of the records of the zone that the name is in: the longest one that is there. */
    private String records(String name) {
        String first = zone.map(HostName::text).orElse(name);
        for (String at = first; at.contains("."); at = at.substring(at.indexOf('.') + 1)) {
            if (!at.startsWith("_")) {
                String wanted = at;
                JsonNode zones = call("find the zone of", name, "GET", "zones?name=" + encoded(at), Optional.empty());
                Optional<String> id = StreamSupport.stream(zones.spliterator(), false)
                        .filter(one -> one.path("name").asText().equals(wanted))
                        .map(one -> one.path("id").asText())
                        .findFirst();
                if (id.isPresent()) {
                    return "zones/" + encoded(id.get()) + "/dns_records";
                }
            }
        }
        throw failure("find the zone of", name, "the token sees no zone for it", null);
    }

    /** What stands under {@code result}. */
    private JsonNode call(String attempt, String name, String method, String path, Optional<Map<String, Object>> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                    .method(
                            method,
                            body.isEmpty()
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body.get())))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json")
                    .header("Content-Type", "application/json")
                    .timeout(ONE_ANSWER)
                    .build();
            HttpResponse<InputStream> answer = Exchange.of(client(), request, ONE_ANSWER);
            return result(attempt, name, answer.statusCode(), answer.body().readAllBytes());
        } catch (IOException e) {
            throw failure(attempt, name, AcmeFailure.words(e), e);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(ONE_ANSWER).build();
        }
        return client;
    }

    private JsonNode result(String attempt, String name, int status, byte[] body) throws IOException {
        JsonNode answer = body.length > 0 && body[0] == '{' ? JSON.readTree(body) : JSON.createObjectNode();
        if (answer.path("errors").findValuesAsText("code").contains(THERE_ALREADY)) {
            return answer.path("result");
        }
        if (status >= 400 || !answer.path("success").asBoolean()) {
            String words = StreamSupport.stream(answer.path("errors").spliterator(), false)
                    .map(error -> error.path("message").asText() + " ("
                            + error.path("code").asText() + ")")
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("HTTP " + status);
            throw failure(attempt, name, AcmeFailure.plain(words), null);
        }
        return answer.path("result");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private IssuanceFailure failure(String attempt, String name, String words, IOException cause) {
        return new IssuanceFailure(
                DnsLookup.kind(),
                "cannot " + attempt + " the record " + name + " at Cloudflare (" + api.getHost() + "): " + words
                        + "; check that the token may read the zone and edit its DNS",
                cause);
    }
}
