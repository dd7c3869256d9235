package dev.berth.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.release.Secret;
import dev.berth.core.store.StoreException.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records as JSON and back, for values that are stored whole. Of a sealed interface the record's name stands under
 * {@code is}. A component that a stored text lacks, because it was added later, is empty, false or 0. Secrets are
 * written in clear: what may hold one is sealed before it is stored.
 */
final class RecordJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordJson() {}

    /** Writes a record; {@code as} is the type it will be asked for again. */
    static String write(Object value, Class<?> as) {
        return node(value, as).toString();
    }

    static <T> T read(String text, Class<T> as) {
        try {
            return as.cast(value(MAPPER.readTree(text), as));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(as, e);
        }
    }

    static <T> String writeList(List<T> values, Class<T> of) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(value -> array.add(node(value, of)));
        return array.toString();
    }

    static <T> List<T> readList(String text, Class<T> of) {
        try {
            List<T> found = new ArrayList<>();
            MAPPER.readTree(text).forEach(item -> found.add(of.cast(value(item, of))));
            return found;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(of, e);
        }
    }

    static String writeTexts(Map<String, String> values) {
        ObjectNode object = NODES.objectNode();
        new TreeMap<>(values).forEach(object::put);
        return object.toString();
    }

    static Map<String, String> readTexts(String text) {
        try {
            Map<String, String> found = new TreeMap<>();
            MAPPER.readTree(text).properties().forEach(e -> found.put(e.getKey(), e.getValue().asText()));
            return found;
        } catch (JsonProcessingException e) {
            throw unreadable(Map.class, e);
        }
    }

    private static StoreException unreadable(Class<?> as, Exception e) {
        return new StoreException(
                Kind.DAMAGED,
                "a stored " + as.getSimpleName() + " cannot be read: " + e.getMessage()
                        + "; restore the database from a backup",
                e);
    }

    private static JsonNode node(Object value, Type declared) {
        if (value instanceof String || value instanceof Enum<?> || value instanceof Duration || value instanceof Instant) {
            return NODES.textNode(value instanceof Enum<?> constant ? constant.name() : value.toString());
        }
        if (value instanceof Secret secret) {
            return NODES.textNode(secret.reveal());
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Number number) {
            return NODES.numberNode(number.longValue());
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? node(optional.get(), argument(declared, 0)) : NODES.nullNode();
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? NODES.numberNode(optional.getAsInt()) : NODES.nullNode();
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? NODES.numberNode(optional.getAsLong()) : NODES.nullNode();
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? NODES.numberNode(optional.getAsDouble()) : NODES.nullNode();
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = NODES.arrayNode();
            items.forEach(item -> array.add(node(item, argument(declared, 0))));
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = NODES.objectNode();
            entries.forEach((key, item) -> object.set((String) key, node(item, argument(declared, 1))));
            return object;
        }
        return object(value, raw(declared));
    }

    private static ObjectNode object(Object value, Class<?> declared) {
        if (!value.getClass().isRecord()) {
            throw new IllegalStateException("no stored form for " + value.getClass());
        }
        ObjectNode object = NODES.objectNode();
        if (declared.isInterface()) {
            object.put("is", value.getClass().getSimpleName());
        }
        try {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                JsonNode node = node(component.getAccessor().invoke(value), component.getGenericType());
                if (!node.isNull()) {
                    object.set(component.getName(), node);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no stored form for " + value.getClass(), e);
        }
        return object;
    }

    private static Object value(JsonNode node, Type declared) {
        Class<?> type = raw(declared);
        boolean absent = node == null || node.isNull();
        if (type == Optional.class) {
            return absent ? Optional.empty() : Optional.of(value(node, argument(declared, 0)));
        }
        if (type == OptionalInt.class) {
            return absent ? OptionalInt.empty() : OptionalInt.of(node.intValue());
        }
        if (type == OptionalLong.class) {
            return absent ? OptionalLong.empty() : OptionalLong.of(node.longValue());
        }
        if (type == OptionalDouble.class) {
            return absent ? OptionalDouble.empty() : OptionalDouble.of(node.doubleValue());
        }
        if (type == int.class) {
            return absent ? 0 : node.intValue();
        }
        if (type == long.class) {
            return absent ? 0L : node.longValue();
        }
        if (type == boolean.class) {
            return !absent && node.booleanValue();
        }
        if (Collection.class.isAssignableFrom(type)) {
            Collection<Object> items = type == SortedSet.class ? new TreeSet<>() : new ArrayList<>();
            if (!absent) {
                node.forEach(item -> items.add(value(item, argument(declared, 0))));
            }
            return items;
        }
        if (type == Map.class) {
            Map<String, Object> entries = new TreeMap<>();
            if (!absent) {
                node.properties().forEach(e -> entries.put(e.getKey(), value(e.getValue(), argument(declared, 1))));
            }
            return entries;
        }
        if (absent) {
            throw new IllegalArgumentException("it lacks a " + type.getSimpleName());
        }
        return scalarOrRecord(node, type);
    }

    private static Object scalarOrRecord(JsonNode node, Class<?> type) {
        if (type == String.class) {
            return node.textValue();
        }
        if (type == Boolean.class) {
            return node.booleanValue();
        }
        if (type == Secret.class) {
            return Secret.of(node.textValue());
        }
        if (type == Duration.class) {
            return Duration.parse(node.textValue());
        }
        if (type == Instant.class) {
            return Instant.parse(node.textValue());
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(node.textValue())) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("there is no " + type.getSimpleName() + " " + node);
        }
        return record(node, type.isInterface() ? permitted(type, node.path("is").asText()) : type);
    }

    private static Object record(JsonNode node, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(node.get(components[i].getName()), components[i].getGenericType());
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no stored form for " + type, e);
        }
    }

    private static Class<?> permitted(Class<?> sealed, String name) {
        for (Class<?> one : sealed.getPermittedSubclasses()) {
            if (one.getSimpleName().equals(name)) {
                return one;
            }
        }
        throw new IllegalArgumentException("there is no " + sealed.getSimpleName() + " \"" + name + "\"");
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
