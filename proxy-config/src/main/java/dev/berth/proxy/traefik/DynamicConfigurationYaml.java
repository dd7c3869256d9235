package dev.berth.proxy.traefik;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * The text of a dynamic file. The same configuration gives the same bytes: plain ASCII, block style, every string in
 * double quotes, nothing empty (Traefik refuses a whole directory over one empty map). Before it is handed out, the
 * text has been read back to the same value and checked against the schema.
 */
public final class DynamicConfigurationYaml {

    /** The first line of every file that Berth writes; a file without it is somebody else's. */
    static final String HEADER = "# Written by Berth, which writes it anew: changes made here are lost.\n";

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern NOT_A_STRING = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");
    private static final int LARGEST = 64 * 1024 * 1024;

    private static final ObjectMapper MAPPER = strict();

    private DynamicConfigurationYaml() {}

    /** The file's text; empty when there is nothing to say. */
    public static String render(DynamicConfiguration configuration) {
        if (configuration.isEmpty()) {
            return "";
        }
        String text = HEADER + block(MAPPER.valueToTree(configuration), 0);
        if (!parsed(text).equals(configuration)) {
            throw new IllegalStateException("a Traefik file does not read back as it was written:\n" + text);
        }
        return text;
    }

    /**
     * Reads a file strictly: unknown fields, repeated keys, wrong types and a second document are refused, and so is
     * what the schema does not allow.
     *
     * @throws IllegalArgumentException with the place: line and column, or the field's path
     */
    public static DynamicConfiguration parse(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                return DynamicConfiguration.empty();
            }
            List<String> errors = DynamicConfigurationSchema.errors(tree);
            if (!errors.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", errors));
            }
            return MAPPER.treeToValue(tree, DynamicConfiguration.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(place(e.getLocation()) + e.getOriginalMessage(), e);
        }
    }

    private static String place(JsonLocation place) {
        return place == null || place.getLineNr() < 1 ? "" : place.getLineNr() + ":" + place.getColumnNr() + ": ";
    }

    /** What we wrote ourselves: if that cannot be read it is a bug. */
    private static DynamicConfiguration parsed(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("a Traefik file is not valid: " + e.getMessage(), e);
        }
    }

    private static String block(JsonNode node, int depth) {
        String indent = "  ".repeat(depth);
        StringBuilder text = new StringBuilder();
        if (node.isArray()) {
            node.forEach(item -> text.append(indent).append(item(item, depth)));
            return text.toString();
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            text.append(indent).append(key(field.getKey())).append(':');
            text.append(field.getValue().isContainerNode() ? "\n" : " ");
            text.append(
                    field.getValue().isContainerNode() ? block(field.getValue(), depth + 1) : line(field.getValue()));
        }
        return text.toString();
    }

    /** A map in a list stands behind its dash, so that its first line loses the indent. */
    private static String item(JsonNode item, int depth) {
        return "- " + (item.isContainerNode() ? block(item, depth + 1).substring(2 * (depth + 1)) : line(item));
    }

    private static String line(JsonNode scalar) {
        return (scalar.isTextual() ? YamlScalar.quote(scalar.textValue()) : scalar.asText()) + "\n";
    }

    private static String key(String key) {
        boolean plain =
                PLAIN_KEY.matcher(key).matches() && !NOT_A_STRING.matcher(key).matches();
        return plain ? key : YamlScalar.quote(key);
    }

    private static ObjectMapper strict() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(LARGEST);
        return JsonMapper.builder(YAMLFactory.builder().loaderOptions(options).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.AUTO_DETECT_IS_GETTERS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
                .build();
    }
}
