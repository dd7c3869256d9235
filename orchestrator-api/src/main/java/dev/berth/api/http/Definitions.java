package dev.berth.api.http;

import dev.berth.core.operate.Definition;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Definitions as they come in requests. */
final class Definitions {
    static final int LARGEST = 256 * 1024;
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|" + Definition.ABSENT);

    private Definitions() {}

    /** @param otherwise the name for messages when the caller gives none */
    static Definition read(Exchange exchange, String otherwise) throws IOException {
        String file = exchange.header("Berth-File").map(Definitions::decode).orElse(otherwise);
        Map<String, String> uploads =
                exchange.header("Berth-Uploads").map(Definitions::uploads).orElse(Map.of());
        return new Definition(file, exchange.body(LARGEST), uploads);
    }

    private static Map<String, String> uploads(String header) {
        Map<String, String> uploads = new TreeMap<>();
        for (String pair : header.split("&")) {
            int equals = pair.lastIndexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            if (equals < 1 || !DIGEST.matcher(pair.substring(equals + 1)).matches()) {
                throw ApiException.wrong(
                        "Berth-Uploads must be PATH=sha256:HEX&…, not \"" + header + "\"",
                        "encode each path as in a URL");
            }
            uploads.put(decode(pair.substring(0, equals)), pair.substring(equals + 1));
        }
        return uploads;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.wrong("\"" + text + "\" is not URL-encoded", "write % as %25");
        }
    }
}
