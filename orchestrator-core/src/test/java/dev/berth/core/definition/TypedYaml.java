package dev.berth.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlSequence;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A definition as an editor sees it before it asks the schema: with the types that its own version of YAML gives. */
enum TypedYaml {
    /** {@code yes} is true, {@code 010} is eight. */
    VERSION_1_1 {
        @Override
        JsonNode word(String text) {
            if (Shape.Flag.read(text).isPresent()) {
                return JSON.booleanNode(Shape.Flag.read(text).get());
            }
            return text.matches("0[0-7]+") ? JSON.numberNode(new BigInteger(text, 8)) : number(text);
        }
    },
    /** {@code yes} is a text, {@code 010} is ten (YAML 1.2.2, 10.3). */
    VERSION_1_2 {
        @Override
        JsonNode word(String text) {
            if (text.matches("true|True|TRUE|false|False|FALSE")) {
                return JSON.booleanNode(text.equalsIgnoreCase("true"));
            }
            return text.matches("0o[0-7]+") ? JSON.numberNode(new BigInteger(text.substring(2), 8)) : number(text);
        }
    };

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    abstract JsonNode word(String text);

    private static JsonNode number(String text) {
        if (text.matches("[-+]?[0-9]+")) {
            return JSON.numberNode(new BigInteger(text));
        }
        boolean decimal = text.matches("[-+]?([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,3})?");
        return decimal ? JSON.numberNode(new BigDecimal(text)) : JSON.textNode(text);
    }

    JsonNode of(YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.name(), of(entry.value())));
            return object;
        }
        if (node instanceof YamlSequence sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.items().forEach(item -> array.add(of(item)));
            return array;
        }
        YamlScalar scalar = (YamlScalar) node;
        if (scalar.isNull()) {
            return JSON.nullNode();
        }
        return scalar.quoted() ? JSON.textNode(scalar.text()) : word(scalar.text());
    }
}
