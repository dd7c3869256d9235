package dev.berth.core.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping with known keys.
 *
 * @param name what it is in a user's words, with its article
 * @param foreign keys that people know from Compose → what to write here instead, or why there is none
 */
record Section(String name, List<Key> keys, Map<String, String> foreign) {
    Section {
        keys = List.copyOf(keys);
        foreign = Map.copyOf(foreign);
    }

    static Section of(String name, Key... keys) {
        return new Section(name, List.of(keys), Map.of());
    }

    Section refusing(Map<String, String> spellings) {
        return new Section(name, keys, spellings);
    }

    Optional<Key> key(String wanted) {
        return keys.stream().filter(k -> k.name().equals(wanted)).findFirst();
    }

    List<String> names() {
        return keys.stream().map(Key::name).toList();
    }
}
