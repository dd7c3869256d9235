package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
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
    private static final int TTL = 60;
    private static final int ONE_ANSWER = 20_000;

    private final URI api;
    private final String token;

    /** @param api where it is, with a slash at its end; {@link #API} but in tests */
    public CloudflareZone(URI api, String token) {
        this.api = api;
        this.token = token;
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
        for (String zone = name; zone.contains("."); zone = zone.substring(zone.indexOf('.') + 1)) {
            if (!zone.startsWith("_")) {
                String wanted = zone;
                JsonNode zones = call("find the zone of", name, "GET", "zones?name=" + encoded(zone), Optional.empty());
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
            HttpURLConnection connection =
                    (HttpURLConnection) api.resolve(path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(ONE_ANSWER);
            connection.setReadTimeout(ONE_ANSWER);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Authorization", "Bearer " + token);
            connection.setRequestProperty("Accept", "application/json");
            if (body.isPresent()) {
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(JSON.writeValueAsBytes(body.get()));
                }
            }
            return result(attempt, name, connection);
        } catch (IOException e) {
            throw failure(attempt, name, AcmeFailure.plain(e.getMessage()), e);
        }
    }

    private JsonNode result(String attempt, String name, HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
            JsonNode answer = bytes.length > 0 && bytes[0] == '{' ? JSON.readTree(bytes) : JSON.createObjectNode();
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
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private IssuanceFailure failure(String attempt, String name, String words, IOException cause) {
        return new IssuanceFailure(
                Kind.CHALLENGE,
                "cannot " + attempt + " the record " + name + " at Cloudflare (" + api.getHost() + "): " + words
                        + "; check that the token may read the zone and edit its DNS",
                cause);
    }
}
