package dev.berth.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code /openapi.json} says, and whether an answer is as it says: status, type, body, no property more. */
final class Promises {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final ObjectNode schemas;

    Promises(String openApi) {
        document = read(openApi.replace("#/components/schemas/", "#/$defs/"));
        schemas = document.path("components").path("schemas").deepCopy();
        for (JsonNode schema : schemas) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
    }

    void check(HttpRequest request, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";")[0];
        String what = request.method() + " " + request.uri() + " " + answer.statusCode() + " " + type;
        JsonNode responses =
                operation(request.method(), request.uri().getPath()).path("responses");
        JsonNode response = responses.path(String.valueOf(answer.statusCode()));
        if (response.isMissingNode() || type.equals("application/problem+json")) {
            boolean text = type.equals("text/plain")
                    && answer.headers().firstValue("Berth-Exit").isPresent();
            require(answer.statusCode() >= 400 && (text || type.equals("application/problem+json")), what);
            response = document.path("components").path("responses").path("Problem");
        }
        JsonNode content = response.path("content").path(type);
        if (answer.body().isEmpty()) {
            return;
        }
        boolean problem = type.equals("text/plain") && answer.statusCode() >= 400;
        require(problem || !content.isMissingNode(), "a type that is not promised: " + what);
        if (type.endsWith("json") && content.has("schema")) {
            check(content.path("schema"), answer.body(), what);
        }
    }

    private void check(JsonNode schema, String body, String what) {
        ObjectNode whole = schema.deepCopy();
        whole.set("$defs", schemas);
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString(), InputFormat.JSON);
        List<String> broken = new ArrayList<>();
        compiled.validate(body, InputFormat.JSON).forEach(e -> broken.add(e.toString()));
        require(broken.isEmpty(), what + " " + broken + "\n" + body);
    }

    /** An unknown path or method promises problems only. */
    private JsonNode operation(String method, String path) {
        for (var entry : document.path("paths").properties()) {
            if (path.matches(entry.getKey().replaceAll("\\{[a-z]+}", "[^/]+"))) {
                JsonNode operation = entry.getValue().path(method.toLowerCase(Locale.ROOT));
                boolean likeGet = method.equals("HEAD") && operation.isMissingNode();
                return likeGet ? entry.getValue().path("get") : operation;
            }
        }
        return JSON.createObjectNode();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static void require(boolean kept, String what) {
        if (!kept) {
            throw new AssertionError("not as /openapi.json says: " + what);
        }
    }
}
