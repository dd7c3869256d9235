package dev.berth.core.yaml;

import dev.berth.core.problem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys and their values in the order written; no key twice. */
public record YamlMapping(Place place, int width, String path, List<Entry> entries) implements YamlNode {
    /** A key with its value; the key's own place is for messages about the key. */
    public record Entry(YamlScalar key, YamlNode value) {
        /** The key's text. */
        public String name() {
            return key.text();
        }
    }

    public YamlMapping {
        entries = List.copyOf(entries);
    }

    public Optional<Entry> entry(String name) {
        return entries.stream().filter(e -> e.name().equals(name)).findFirst();
    }

    public Optional<YamlNode> get(String name) {
        return entry(name).map(Entry::value);
    }

    /** With this key set, in its old position or at the end. */
    public YamlMapping with(String name, YamlNode value) {
        List<Entry> changed = new ArrayList<>();
        boolean there = false;
        for (Entry entry : entries) {
            boolean match = entry.name().equals(name);
            there |= match;
            changed.add(match ? new Entry(entry.key(), value.under(child(path, name))) : entry);
        }
        if (!there) {
            String below = child(path, name);
            changed.add(
                    new Entry(new YamlScalar(value.place(), value.width(), below, name, true, -1), value.under(below)));
        }
        return new YamlMapping(place, width, path, changed);
    }

    public YamlMapping without(String name) {
        return new YamlMapping(
                place,
                width,
                path,
                entries.stream().filter(e -> !e.name().equals(name)).toList());
    }

    @Override
    public YamlMapping under(String other) {
        List<Entry> moved = entries.stream()
                .map(e -> new Entry(
                        e.key().under(child(other, e.name())), e.value().under(child(other, e.name()))))
                .toList();
        return new YamlMapping(place, width, other, moved);
    }

    @Override
    public String kind() {
        return entries.isEmpty() ? "an empty mapping" : "a mapping";
    }

    /** The path of a value; in a text that is nested without reason, that of what it stands in. */
    static String child(String path, String name) {
        if (path.length() > YamlLimits.PATH) {
            return path;
        }
        return path.isEmpty() ? name : path + "." + name;
    }
}
