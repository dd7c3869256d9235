package dev.berth.core.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.berth.core.store.StoreException.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Records as JSON and back, for values that are stored whole. Of a sealed interface the record's simple name stands
 * under {@code is}. A component that a stored text lacks, because it was added later, is empty, false or 0; where nothing
 * of that kind is possible, the text cannot be read. One that a stored text has and its record lacks, because it was given
 * up, is passed over: whoever changes what a component means raises the form's number ({@link Migrations}), so that no
 * older Berth misreads it. Secrets are written in clear: what may hold one is sealed before it is stored.
 */
final class RecordJson {
    private static final ObjectMapper MAPPER = mapper();
    private static final TypeFactory TYPES = MAPPER.getTypeFactory();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private RecordJson() {}

    private static ObjectMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModules(new Jdk8Module(), new JavaTimeModule(), SecretJson.module())
                .annotationIntrospector(new SealedRecords())
                .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .build();
        for (Class<?> many : List.of(Collection.class, List.class, SortedSet.class, Map.class)) {
            mapper.configOverride(many).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
        return mapper;
    }

    /** Writes a record; {@code as} is the type it will be asked for again. */
    static String write(Object value, Class<?> as) {
        return write(value, TYPES.constructType(as));
    }

    static <T> T read(String text, Class<T> as) {
        return read(text, TYPES.constructType(as));
    }

    static <T> String writeList(List<T> values, Class<T> of) {
        return write(values, TYPES.constructCollectionType(List.class, of));
    }

    static <T> List<T> readList(String text, Class<T> of) {
        return read(text, TYPES.constructCollectionType(List.class, of));
    }

    static String writeTexts(Map<String, String> values) {
        return write(new TreeMap<>(values), TYPES.constructType(TEXTS));
    }

    static Map<String, String> readTexts(String text) {
        return read(text, TYPES.constructType(TEXTS));
    }

    private static String write(Object value, JavaType as) {
        try {
            return MAPPER.writerFor(as).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no stored form for " + value.getClass(), e);
        }
    }

    private static <T> T read(String text, JavaType as) {
        try {
            Optional<T> value = Optional.ofNullable(MAPPER.readValue(text, as));
            return value.orElseThrow(() -> unreadable(as, "it is null", null));
        } catch (JsonProcessingException e) {
            throw unreadable(as, where(e) + e.getOriginalMessage(), e);
        }
    }

    /** By names only; no message shows a source text, which may hold secrets. */
    private static String where(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? mapping.getPathReference() + ": "
                : "";
    }

    private static StoreException unreadable(JavaType as, String why, Throwable cause) {
        return new StoreException(
                Kind.DAMAGED,
                "a stored " + as.getRawClass().getSimpleName() + " cannot be read: " + why
                        + "; restore the database from a backup",
                cause);
    }
}
