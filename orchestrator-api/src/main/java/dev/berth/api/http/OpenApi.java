package dev.berth.api.http;

import dev.berth.api.view.ProblemDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of the API (OpenAPI 3.1), made from its routes. */
final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");
    private static final Map<String, Object> TEXT = Map.of("type", "string");
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
        document.put("components", components());
        return document;
    }

    private Map<String, Object> components() {
        Map<String, Object> problem =
                Map.of("application/problem+json", Map.of("schema", schemas.of(ProblemDetails.class)));
        return Map.of(
                "schemas",
                schemas.all(),
                "securitySchemes",
                Map.of("token", Map.of("type", "http", "scheme", "bearer")),
                "responses",
                Map.of("Problem", Map.of("description", "What went wrong (RFC 9457)", "content", problem)));
    }

    private Map<String, Object> operation(ApiRoute route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id(route));
        operation.put("summary", route.summary());
        operation.put("security", route.access() == Access.OPEN ? List.of() : List.of(Map.of("token", List.of())));
        if (route.access() != Access.OPEN) {
            operation.put(
                    "description",
                    "Needs a token with the scope " + route.access().text() + ".");
        }
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.body() != Body.NONE) {
            Map<String, Object> content = new LinkedHashMap<>();
            route.body().types().forEach(type -> content.put(type, route.body().schema(type)));
            operation.put(
                    "requestBody",
                    Map.of(
                            "required",
                            route.body().isRequired(),
                            "description",
                            route.body().text(),
                            "content",
                            content));
        }
        operation.put("responses", responses(route));
        return operation;
    }

    /** Such as {@code get_projects_p_applications_a}. */
    private static String id(ApiRoute route) {
        String path = route.path().replace(ApiRoute.PREFIX, "").replaceAll("[^a-z]+", "_");
        return route.method().toLowerCase(Locale.ROOT) + path.replaceAll("_$", "");
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
        return Map.of("name", name, "in", where, "description", meaning, "required", required, "schema", TEXT);
    }

    private Map<String, Object> responses(ApiRoute route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        new TreeSet<>(route.successes().stream().map(ApiRoute.Success::status).toList())
                .forEach(status -> responses.put(String.valueOf(status), response(route, status)));
        responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
        return responses;
    }

    private Map<String, Object> response(ApiRoute route, int status) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", description(route, status));
        Map<String, Object> content = content(route, status);
        if (!content.isEmpty()) {
            response.put("content", content);
        }
        return response;
    }

    private Map<String, Object> content(ApiRoute route, int status) {
        Map<String, Object> content = new TreeMap<>();
        List<Object> bodies = new ArrayList<>();
        for (ApiRoute.Success success : route.successes()) {
            if (success.status() == status) {
                success.view().ifPresent(v -> bodies.add(success.list() ? schemas.listOf(v) : schemas.of(v)));
            }
        }
        if (!bodies.isEmpty()) {
            Object body = bodies.size() == 1 ? bodies.get(0) : Map.of("oneOf", bodies);
            content.put("application/json", Map.of("schema", body));
            content.put("text/plain", Map.of("schema", TEXT));
        }
        if (status == 204) {
            return content;
        }
        route.media()
                .forEach(type -> content.putIfAbsent(type, type.endsWith("json") ? Map.of() : Map.of("schema", TEXT)));
        route.event().ifPresent(data -> content.put(EventStream.EVENTS, Map.of("schema", events(data))));
        return content;
    }

    private Object events(Class<?> data) {
        return Map.of(
                "type",
                "string",
                "description",
                "server-sent events; the data of each is JSON",
                "contentMediaType",
                "application/json",
                "contentSchema",
                schemas.of(data));
    }

    private static String accepted(ApiRoute route) {
        if (route.path().endsWith("/renew")) {
            return "It is being renewed";
        }
        return route.path().endsWith("{id}") ? "It is being ended" : "A deployment began (Location)";
    }

    private static String description(ApiRoute route, int status) {
        boolean upload = route.body() == Body.CONTEXT;
        return switch (status) {
            case 101 -> "A web socket";
            case 201 -> upload || route.body() == Body.TOKEN ? "Made" : "New; a deployment began (Location)";
            case 202 -> accepted(route);
            case 204 -> route.event().isPresent() ? "It is over, and nothing more comes" : "Done";
            case 503 -> "Not ready";
            default -> upload ? "It was here already" : "Here it is";
        };
    }
}
