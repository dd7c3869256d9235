package dev.berth.api.http;

import dev.berth.api.view.ProblemDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of the API (OpenAPI 3.1), made from its routes. */
final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z0-9]+)}");
    private static final Map<String, String> MEANINGS = Map.of(
            "p", "name of a project",
            "a", "name of an application",
            "id", "number of a deployment",
            "name", "name of the thing",
            "digest", "sha256: and 64 hex digits");

    private final List<ApiRoute> routes;
    private final ViewSchemas schemas = new ViewSchemas();

    OpenApi(List<ApiRoute> routes) {
        this.routes = routes;
    }

    Map<String, Object> document() {
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (ApiRoute route : routes) {
            paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title", "Berth",
                        "version", "v1",
                        "description", "Runs applications on one Docker host and keeps them so."));
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("paths", paths);
        Object problem = schemas.of(ProblemDetails.class);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        schemas.all(),
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer")),
                        "responses",
                        Map.of(
                                "Problem",
                                Map.of(
                                        "description",
                                        "What went wrong (RFC 9457)",
                                        "content",
                                        Map.of("application/problem+json", Map.of("schema", problem))))));
        return document;
    }

    private Map<String, Object> operation(ApiRoute route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary());
        operation.put("security", route.access() == Access.OPEN ? List.of() : List.of(Map.of("token", List.of())));
        if (route.access() != Access.OPEN) {
            operation.put("description", "Needs a token with the scope " + route.access().text() + ".");
        }
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.body() != Body.NONE) {
            Map<String, Object> content = new LinkedHashMap<>();
            route.body().types().forEach(type -> content.put(type, Map.of()));
            operation.put(
                    "requestBody",
                    Map.of("required", true, "description", route.body().text(), "content", content));
        }
        operation.put("responses", responses(route));
        return operation;
    }

    private static List<Object> parameters(ApiRoute route) {
        List<Object> parameters = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(route.path());
        while (matcher.find()) {
            parameters.add(parameter(matcher.group(1), "path", MEANINGS.get(matcher.group(1)), true));
        }
        route.queries().forEach(q -> parameters.add(parameter(q.name(), "query", q.meaning(), false)));
        return parameters;
    }

    private static Object parameter(String name, String where, String meaning, boolean required) {
        return Map.of(
                "name", name,
                "in", where,
                "description", meaning,
                "required", required,
                "schema", Map.of("type", "string"));
    }

    private Map<String, Object> responses(ApiRoute route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        for (int status : route.successes()) {
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("description", description(status));
            Map<String, Object> content = content(route);
            if (!content.isEmpty()) {
                response.put("content", content);
            }
            responses.put(String.valueOf(status), response);
        }
        responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
        return responses;
    }

    private Map<String, Object> content(ApiRoute route) {
        Map<String, Object> content = new TreeMap<>();
        route.view().ifPresent(view -> {
            content.put("application/json", Map.of("schema", route.list() ? schemas.listOf(view) : schemas.of(view)));
            content.put("text/plain", Map.of("schema", Map.of("type", "string")));
        });
        route.media().ifPresent(type -> content.put(type, Map.of()));
        return content;
    }

    private static String description(int status) {
        return switch (status) {
            case 101 -> "A web socket";
            case 201 -> "Made; a deployment began (Location)";
            case 202 -> "A deployment began (Location)";
            case 204 -> "Done";
            case 503 -> "Not ready";
            default -> "Here it is";
        };
    }
}
