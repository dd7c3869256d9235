package dev.berth.api.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.berth.core.operate.Definition;
import java.io.IOException;
import java.util.Optional;

/** The name that a definition itself gives: {@code project: shop}, {@code "name": "web"}. */
final class DefinedName {
    private static final YAMLFactory YAML = new YAMLFactory();

    private DefinedName() {}

    /**
     * The plain value of a key at the top, found without reading what comes after it; empty also when the text cannot be
     * read so far.
     */
    static Optional<String> of(Definition definition, String key) {
        try (JsonParser parser = YAML.createParser(definition.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(key);
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value.isScalarValue() ? Optional.of(parser.getText()) : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Whoever reads the whole text says what is wrong with it, and where.
            return Optional.empty();
        }
    }
}
