package dev.berth.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON Schemas of the views, read from their records. */
final class ViewSchemas {
    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();
    private static final String NULL = "null";

    private final Map<String, Object> named = new TreeMap<>();

    /** A reference to the schema of a record. */
    Map<String, Object> of(Class<?> view) {
        String name = view.getSimpleName().replaceAll("View$", "");
        if (!named.containsKey(name)) {
            named.put(name, Map.of());
            named.put(name, object(view));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    Map<String, Object> listOf(Class<?> view) {
        return Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "items",
                        Map.of("type", "array", "items", of(view)),
                        "next",
                        Map.of("type", List.of("string", NULL))),
                "required",
                List.of("items", "next"));
    }

    /** Every record that was asked for, by name. */
    Map<String, Object> all() {
        return named;
    }

    private Map<String, Object> object(Class<?> view) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        boolean sparse = view.isAnnotationPresent(JsonInclude.class);
        for (RecordComponent component : view.getRecordComponents()) {
            String name = SNAKE_CASE.translate(component.getName());
            properties.put(name, schema(component.getGenericType()));
            boolean left = sparse || component.getAccessor().isAnnotationPresent(JsonInclude.class);
            if (!left || component.getType().isPrimitive()) {
                required.add(name);
            }
        }
        return Map.of("type", "object", "properties", properties, "required", required);
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType many && Collection.class.isAssignableFrom((Class<?>) many.getRawType())) {
            return Map.of("type", "array", "items", schema(many.getActualTypeArguments()[0]));
        }
        if (type == String.class) {
            return Map.of("type", List.of("string", NULL));
        }
        if (type == boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == int.class || type == long.class) {
            return Map.of("type", "integer");
        }
        if (type == Integer.class || type == Long.class) {
            return Map.of("type", List.of("integer", NULL));
        }
        if (type == Instant.class) {
            return Map.of("type", List.of("string", NULL), "format", "date-time");
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return of(record);
        }
        throw new IllegalStateException("no schema for a view's " + type);
    }
}
