package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values reach the process byte for byte. */
class EnvironmentIT {
    @Test
    void valuesReachTheContainerByteForByte() throws Exception {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("DOLLARS", "pa$$word $HOME ${HOME} $(id) `id`");
        values.put("QUOTES", "it's \"quoted\" \\ and \\n not a newline");
        values.put("HASH", "a # is no comment");
        values.put("NEWLINES", "one\ntwo\n\n three \n");
        values.put("JSON", "{\"a\": [1, \"two\", null], \"{{b}}\": \"${{\"}".replace("${{", "$${{"));
        values.put("PEM", "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n");
        values.put("UNICODE", "Grüße, 世界 🚢 \u0301");
        values.put("LONG", "x".repeat(10_000));
        values.put("EMPTY", "");
        values.put("SPACES", "  both ends  ");
        values.put("NUMBERLIKE", "3.10");
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.put("name", "env");
        body.put("image", "debian:bookworm-slim");
        body.putArray("command").add("sleep").add("1000");
        ObjectNode env = body.putObject("env");
        values.forEach(env::put);
        body.putObject("healthcheck").putArray("command").add("true");
        try (TestDaemon daemon = TestDaemon.start("--proxy", "none")) {
            var answer = daemon.api("POST", "/projects/bytes/applications", body.toString());
            assertEquals(201, answer.statusCode(), answer.body());
            assertEquals(
                    "succeeded",
                    daemon.awaitEnd(answer.headers().firstValue("Location").orElseThrow())
                            .get("status")
                            .asText());
            String printed = Docker.run("inspect", "-f", "{{json .Config.Env}}", daemon.container("bytes", "env"));
            Map<String, String> arrived = new LinkedHashMap<>();
            for (var line : new ObjectMapper().readTree(printed)) {
                int equals = line.asText().indexOf('=');
                arrived.put(line.asText().substring(0, equals), line.asText().substring(equals + 1));
            }
            arrived.keySet().retainAll(values.keySet());
            values.replaceAll((name, value) -> value.replace("$${{", "${{"));
            assertEquals(
                    values.toString(),
                    new java.util.TreeMap<>(arrived).equals(new java.util.TreeMap<>(values))
                            ? values.toString()
                            : arrived.toString());
            for (String name : values.keySet()) {
                Docker.Answer inside = Docker.attempt("exec", daemon.container("bytes", "env"), "printenv", name);
                assertEquals(values.get(name).strip(), inside.text(), name);
            }
        }
    }
}
