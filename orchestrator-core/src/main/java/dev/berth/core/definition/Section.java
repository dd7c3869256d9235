package dev.berth.core.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping with known keys.
 *
 * @param name what it is in a user's words, with its article
 * @param byName in the order of the reference
 * @param required keys that must be there
 * @param choice keys of which exactly one must be there, and what to do with more; possibly none
 * @param foreign keys that people know from Compose → what to write here instead, or why there is none
 */
record Section(String name, Map<String, Key> byName, List<String> required, OneOf choice, Map<String, String> foreign) {
    /** Keys of which exactly one must be there. */
    record OneOf(List<String> names, String remedy) {
        static final OneOf NONE = new OneOf(List.of(), "");

        OneOf {
            names = List.copyOf(names);
        }
    }

    Section {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        required = List.copyOf(required);
        foreign = Map.copyOf(foreign);
    }

    static Section of(String name, Key... keys) {
        Map<String, Key> byName = new LinkedHashMap<>();
        for (Key key : keys) {
            byName.put(key.name(), key);
        }
        return new Section(name, byName, List.of(), OneOf.NONE, Map.of());
    }

    Section requiring(String... names) {
        return new Section(name, byName, List.of(names), choice, foreign);
    }

    /** @param remedy for more than one */
    Section choosing(String remedy, String... names) {
        return new Section(name, byName, required, new OneOf(List.of(names), remedy), foreign);
    }

    Section refusing(Map<String, String> spellings) {
        return new Section(name, byName, required, choice, spellings);
    }

    /** Without its article: {@code domain}. */
    String noun() {
        return name.replaceFirst("^an? ", "");
    }

    Optional<Key> key(String wanted) {
        return Optional.ofNullable(byName.get(wanted));
    }

    List<Key> keys() {
        return List.copyOf(byName.values());
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
