package dev.berth.proxy.traefik;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.proxy.traefik.DynamicConfiguration.Http;
import dev.berth.proxy.traefik.DynamicConfiguration.Router;
import dev.berth.proxy.traefik.DynamicConfiguration.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Traefik says that it runs, in the same words as it was told, so that the two can be compared. Its API does not
 * show transports and certificates.
 *
 * @param refused what Traefik disabled, each with its own words
 */
record RunningConfiguration(DynamicConfiguration configuration, SortedMap<String, List<String>> refused) {

    static final RunningConfiguration NONE =
            new RunningConfiguration(DynamicConfiguration.empty(), Collections.emptySortedMap());

    private static final String PROVIDER = "@file";
    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Whether the item came from a file and its name begins so. */
    static boolean isBelow(String prefix, JsonNode item) {
        String name = item.path("name").asText();
        return name.startsWith(prefix) && name.endsWith(PROVIDER);
    }

    /** Reads items of the API's three lists. */
    static RunningConfiguration of(List<JsonNode> routers, List<JsonNode> middlewares, List<JsonNode> services) {
        SortedMap<String, List<String>> refused = new TreeMap<>();
        Http http = new Http(
                read("router ", routers, Router.class, refused),
                read("middleware ", middlewares, MiddlewareConfiguration.class, refused),
                read("service ", services, Service.class, refused),
                null);
        return new RunningConfiguration(DynamicConfiguration.of(http), Collections.unmodifiableSortedMap(refused));
    }

    /** The same with what it runs over TCP. */
    RunningConfiguration withTcp(List<JsonNode> routers, List<JsonNode> services) {
        SortedMap<String, List<String>> all = new TreeMap<>(refused);
        TcpConfiguration tcp = new TcpConfiguration(
                read("TCP router ", routers, TcpConfiguration.Router.class, all),
                read("TCP service ", services, TcpConfiguration.Service.class, all));
        return new RunningConfiguration(
                new DynamicConfiguration(configuration.http(), tcp, null), Collections.unmodifiableSortedMap(all));
    }

    static RouterStatus status(JsonNode router) {
        return new RouterStatus(
                local(router.path("name").asText()),
                router.path("rule").asText(),
                texts(router.path("entryPoints")),
                local(router.path("service").asText()),
                !isDisabled(router),
                texts(router.path("error")));
    }

    private static <T> SortedMap<String, T> read(
            String what, List<JsonNode> items, Class<T> type, SortedMap<String, List<String>> refused) {
        SortedMap<String, T> read = new TreeMap<>();
        for (JsonNode item : items) {
            String name = local(item.path("name").asText());
            if (isDisabled(item)) {
                refused.put(what + name, texts(item.path("error")));
            }
            read.put(name, read(item, type));
        }
        return read;
    }

    private static <T> T read(JsonNode item, Class<T> type) {
        try {
            return LENIENT.treeToValue(withoutProvider(item), type);
        } catch (JsonProcessingException e) {
            throw new TraefikFailure(
                    TraefikFailure.Kind.UNREACHABLE,
                    "Traefik's API says what Berth does not understand: " + e.getOriginalMessage()
                            + "; use a Traefik 3.7",
                    e);
        }
    }

    /** References to other things are answered with their provider, whatever they were written as. */
    private static JsonNode withoutProvider(JsonNode item) {
        ObjectNode copy = item.deepCopy();
        if (copy.path("middlewares") instanceof ArrayNode references) {
            ArrayNode local = copy.putArray("middlewares");
            references.forEach(reference -> local.add(local(reference.asText())));
        }
        shorten(copy, "service");
        shorten(copy.path("loadBalancer"), "serversTransport");
        shorten(copy.path("failover"), "service");
        shorten(copy.path("failover"), "fallback");
        shorten(copy.path("tls"), "options");
        return copy;
    }

    private static void shorten(JsonNode holder, String field) {
        if (holder instanceof ObjectNode object && object.path(field) instanceof TextNode reference) {
            object.put(field, local(reference.textValue()));
        }
    }

    private static boolean isDisabled(JsonNode item) {
        return item.path("status").asText().equals("disabled");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static String local(String name) {
        return name.endsWith(PROVIDER) ? name.substring(0, name.length() - PROVIDER.length()) : name;
    }
}
