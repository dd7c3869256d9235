package dev.berth.core.release;

import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/** Copies of a record with one component otherwise. */
public final class Altered {

    private Altered() {}

    /** @throws IllegalArgumentException when the record has no such component */
    public static <T extends Record> T with(T record, String component, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        if (Stream.of(components).noneMatch(c -> c.getName().equals(component))) {
            throw new IllegalArgumentException(record.getClass() + " has no " + component);
        }
        try {
            Class<?>[] types =
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getName().equals(component)
                        ? value
                        : components[i].getAccessor().invoke(record);
            }
            @SuppressWarnings("unchecked")
            Class<T> type = (Class<T>) record.getClass();
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no " + record.getClass() + " with " + component + " " + value, e);
        }
    }
}
