package dev.berth.proxy.traefik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicConfigurationSchemaTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Test
    void traefiksOwnReferenceOfEveryFieldIsValid() throws IOException {
        JsonNode reference = YAML.readTree(getClass().getResourceAsStream("traefik-3.7-dynamic-reference.yaml"));
        assertEquals(List.of(), DynamicConfigurationSchema.errors(reference));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {routers: {}} | [/http/routers: must have at least 1 properties]",
                "http: {} | [/http: must have at least 1 properties]",
                "http: {routers: {a: {rule: x, service: y, prio: 1}}} | [/http/routers/a: property 'prio' is not "
                        + "defined in the schema and the schema does not allow additional properties]",
                "http: {routers: {a: {rule: 5, service: y}}} | [/http/routers/a/rule: integer found, string expected]",
                "http: {routers: {a: {rule: x}}} | [/http/routers/a: required property 'service' not found]",
                "http: {middlewares: {a: {redirectScheme: {scheme: https, port: 443}}}} | "
                        + "[/http/middlewares/a/redirectScheme/port: integer found, string expected]",
                "http: {middlewares: {a: {addPrefix: {prefix: /a}, compress: {}}}} | "
                        + "[/http/middlewares/a: must have at most 1 properties]",
                "http: {services: {a: {loadBalancer: {servers: []}}}} | "
                        + "[/http/services/a/loadBalancer/servers: must have at least 1 items but found 0]",
            })
    void whatTraefikWouldRefuseIsFoundWithItsPlace(String text, String errors) throws IOException {
        assertEquals(
                errors, DynamicConfigurationSchema.errors(YAML.readTree(text)).toString());
    }

    /** Takes one field after the other out of its place and puts it in under a wrong name. */
    @Test
    void aMisspeltFieldIsFoundWhereverItStands() throws IOException {
        JsonNode reference = YAML.readTree(getClass().getResourceAsStream("traefik-3.7-dynamic-reference.yaml"));
        List<String> missed = new ArrayList<>();
        misspell(reference, reference, "", missed);
        assertEquals(List.of(), missed.stream().filter(path -> !isFree(path)).toList());
    }

    @Test
    void aCheckIsCheap() {
        DynamicConfiguration configuration = RouteTranslation.translate(IntStream.range(0, 20)
                .mapToObj(i -> Routes.route("shop", "app" + i, 0, "h" + i + ".example.org", "/", "a.b:80"))
                .toList());
        for (int i = 0; i < 50; i++) {
            DynamicConfigurationYaml.render(configuration);
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            DynamicConfigurationYaml.render(configuration);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertTrue(best < Duration.ofMillis(20).toNanos(), best / 1000 + " µs for 20 applications");
    }

    private static void misspell(JsonNode root, JsonNode here, String path, List<String> missed) {
        if (here instanceof ArrayNode list) {
            misspell(root, list.get(0), path + "/0", missed);
        }
        if (here instanceof ObjectNode map) {
            map.put("misspelt", "x");
            if (DynamicConfigurationSchema.errors(root).isEmpty()) {
                missed.add(path);
            }
            map.remove("misspelt");
            List.copyOf(map.properties())
                    .forEach(field -> misspell(root, field.getValue(), path + "/" + field.getKey(), missed));
        }
    }

    /** Maps from names that a user gives. */
    private static boolean isFree(String path) {
        return path.matches(".*/(headers|customRequestHeaders|customResponseHeaders|sslProxyHeaders)")
                || path.matches(".*/plugin(/PluginConf\\d)?");
    }
}
