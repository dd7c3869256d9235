package dev.berth.proxy.traefik;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The JSON Schema of Traefik's dynamic files: SchemaStore's, brought to 3.7 by Traefik's own reference file, and made
 * strict (no unknown field, no empty map), as Traefik itself is. Read at first use and kept.
 */
final class DynamicConfigurationSchema {

    private static final String RESOURCE = "traefik-v3.7-file-provider.json";

    private DynamicConfigurationSchema() {}

    /** What is wrong with the document, each with its place; nothing when it is valid. */
    static List<String> errors(JsonNode document) {
        return Loaded.SCHEMA.validate(document).stream()
                .map(DynamicConfigurationSchema::text)
                .sorted()
                .toList();
    }

    private static String text(Error error) {
        return error.getInstanceLocation() + ": " + error.getMessage();
    }

    private static final class Loaded {
        static final Schema SCHEMA = load();

        private static Schema load() {
            try (InputStream json = DynamicConfigurationSchema.class.getResourceAsStream(RESOURCE)) {
                return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(json, InputFormat.JSON);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
