package dev.berth.api.http;

import java.util.List;
import java.util.Map;

/** What a request can carry. */
enum Body {
    NONE(""),
    PROJECT("A project file, as YAML or JSON.", "application/json", "application/yaml", "text/plain"),
    APPLICATION(
            "What stands under applications: in a project file, plus its name.",
            "application/json",
            "application/yaml",
            "text/plain"),
    PATCH(
            "What is to change of an application (RFC 7396: null takes a key away).",
            "application/merge-patch+json",
            "application/json",
            "application/yaml",
            "text/plain"),
    CONTEXT("A build context as tar or tar.gz.", "application/x-tar", "application/gzip", "application/octet-stream"),
    SCALE("{\"replicas\": 2}", "application/json"),
    ROLLBACK(
            "{\"to\": 5}, the number of a deployment; without it the last release before this one", "application/json"),
    SECRET("The value, byte for byte.", "text/plain", "application/octet-stream"),
    CERTIFICATE("{\"certificate\": PEM of leaf and chain, \"key\": PEM without a password}", "application/json"),
    TOKEN(
            "{\"name\": \"ci\", \"scope\": \"deploy\", \"project\": \"shop\", \"expires_at\": \"2027-01-01T00:00:00Z\"}",
            "application/json");

    /** What curl says of a body when nobody tells it the type; taken as no type at all. */
    static final String UNSAID = "application/x-www-form-urlencoded";

    private final String text;
    private final List<String> types;

    Body(String text, String... types) {
        this.text = text;
        this.types = List.of(types);
    }

    String text() {
        return text;
    }

    /** What OpenAPI says of it under one of its types. */
    Map<String, Object> schema(String type) {
        if (!type.endsWith("json")) {
            return Map.of();
        }
        Map<String, Object> word = Map.of("type", "string");
        return Map.of(
                "schema",
                switch (this) {
                    case SCALE -> object(Map.of("replicas", Map.of("type", "integer", "minimum", 1)), "replicas");
                    case ROLLBACK -> object(Map.of("to", Map.of("type", "integer", "minimum", 1)));
                    case CERTIFICATE -> object(Map.of("certificate", word, "key", word), "certificate", "key");
                    case TOKEN ->
                        object(
                                Map.of(
                                        "name",
                                        word,
                                        "scope",
                                        Map.of("type", "string", "enum", List.of("read", "deploy", "admin")),
                                        "project",
                                        word,
                                        "expires_at",
                                        word),
                                "name",
                                "scope");
                    default -> Map.of("type", "object");
                });
    }

    private static Map<String, Object> object(Map<String, Object> properties, String... required) {
        return Map.of("type", "object", "properties", properties, "required", List.of(required));
    }

    /** Whether a request without it says nothing. */
    boolean isRequired() {
        return this != ROLLBACK;
    }

    List<String> types() {
        return types;
    }

    /** Whether it may come under this type, other spellings of YAML and tar included. */
    boolean accepts(String type) {
        String known =
                switch (type) {
                    case "application/x-yaml", "text/yaml", "text/x-yaml" -> "application/yaml";
                    case "application/tar", "application/x-gzip", "application/x-compressed-tar" -> "application/x-tar";
                    default -> type;
                };
        return types.contains(known) || type.equals(UNSAID);
    }
}
