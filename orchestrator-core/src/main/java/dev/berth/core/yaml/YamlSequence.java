package dev.berth.core.yaml;

import dev.berth.core.problem.Place;
import java.util.List;
import java.util.stream.IntStream;

/** A list of values. */
public record YamlSequence(Place place, int width, String path, List<YamlNode> items) implements YamlNode {
    public YamlSequence {
        items = List.copyOf(items);
    }

    @Override
    public YamlSequence under(String other) {
        List<YamlNode> moved = IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).under(item(other, i)))
                .toList();
        return new YamlSequence(place, width, other, moved);
    }

    @Override
    public String kind() {
        return items.isEmpty() ? "an empty list" : "a list";
    }

    /** The path of an item; in a text that is nested without reason, that of what it stands in. */
    static String item(String path, int index) {
        return path.length() > YamlLimits.PATH ? path : path + "[" + index + "]";
    }
}
