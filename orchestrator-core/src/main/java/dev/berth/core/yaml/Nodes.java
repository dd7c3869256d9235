package dev.berth.core.yaml;

import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what a text makes, and puts mappings together: one value a key, {@code <<} merged. */
final class Nodes {
    private final Problems problems;
    private int count;

    Nodes(Problems problems) {
        this.problems = problems;
    }

    /** Counts {@code more} values, written {@code at}. */
    void count(int more, Located at) {
        count += more;
        if (count > YamlLimits.NODES) {
            throw new UnreadableYaml(
                    at,
                    "the text has more than " + YamlLimits.NODES + " values, its aliases written out",
                    "use fewer aliases (*name), above all of values that contain aliases themselves");
        }
    }

    /** Refuses to go deeper than the limit. */
    static void checkDepth(int depth, Located at) {
        if (depth > YamlLimits.DEPTH) {
            throw new UnreadableYaml(
                    at,
                    "this is nested more than " + YamlLimits.DEPTH + " levels deep",
                    "a definition needs no more than ten levels; look for brackets that are never closed");
        }
    }

    /** How many values {@code node} is made of. */
    static int size(YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            return 1
                    + mapping.entries().stream()
                            .mapToInt(e -> 1 + size(e.value()))
                            .sum();
        }
        if (node instanceof YamlSequence sequence) {
            return 1 + sequence.items().stream().mapToInt(Nodes::size).sum();
        }
        return 1;
    }

    /** How many levels {@code node} is deep; 0 for a single value. */
    static int depth(YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            return 1
                    + mapping.entries().stream()
                            .mapToInt(e -> depth(e.value()))
                            .max()
                            .orElse(0);
        }
        if (node instanceof YamlSequence sequence) {
            return 1 + sequence.items().stream().mapToInt(Nodes::depth).max().orElse(0);
        }
        return 0;
    }

    /** What stands in a mapping: explicit keys win over merged ones, and of merged ones the first. */
    List<YamlMapping.Entry> entries(String path, List<YamlMapping.Entry> written) {
        List<YamlMapping.Entry> explicit = withoutRepetition(written);
        List<YamlMapping.Entry> result = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMapping.Entry entry : explicit) {
            if (!isMerge(entry)) {
                names.add(entry.name());
                result.add(entry);
            }
        }
        for (YamlMapping.Entry entry : explicit) {
            if (isMerge(entry)) {
                for (YamlMapping merged : merged(entry)) {
                    merge(merged, path, names, result);
                }
            }
        }
        return result;
    }

    private List<YamlMapping.Entry> withoutRepetition(List<YamlMapping.Entry> written) {
        Map<String, YamlScalar> first = new HashMap<>();
        List<YamlMapping.Entry> result = new ArrayList<>();
        for (YamlMapping.Entry entry : written) {
            YamlScalar earlier = first.putIfAbsent(entry.name(), entry.key());
            if (earlier == null) {
                result.add(entry);
            } else {
                problems.error(
                        entry.key(),
                        "\"" + entry.name() + "\" is given twice; first in line "
                                + earlier.place().line(),
                        "keep one of the two");
            }
        }
        return result;
    }

    /** Refuses what could not be written down again: halves of characters, keys beyond what YAML can find again. */
    YamlScalar checked(YamlScalar scalar, boolean key) {
        String text = scalar.text();
        if (key && text.length() > YamlLimits.KEY) {
            throw new UnreadableYaml(
                    scalar,
                    "this key has " + text.length() + " characters; " + YamlLimits.KEY + " are allowed",
                    "shorten it");
        }
        boolean half = text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
        if (half) {
            problems.error(
                    scalar,
                    "an escape here is half of a character (an unpaired surrogate)",
                    "write the character itself");
        }
        return scalar;
    }

    private static boolean isMerge(YamlMapping.Entry entry) {
        return entry.name().equals("<<") && !entry.key().quoted();
    }

    /** What an entry merges; it is shown there, not at the anchors that it names. */
    private List<YamlMapping> merged(YamlMapping.Entry entry) {
        List<YamlNode> given =
                entry.value() instanceof YamlSequence sequence ? sequence.items() : List.of(entry.value());
        List<YamlMapping> mappings = new ArrayList<>();
        for (YamlNode node : given) {
            if (node instanceof YamlMapping mapping) {
                mappings.add(mapping);
            } else {
                problems.error(
                        entry.key(),
                        "\"<<\" merges a mapping or a list of mappings, and here is " + node.kind(),
                        "name an anchor that stands before a mapping, such as  <<: *defaults");
            }
        }
        return mappings;
    }

    private static void merge(YamlMapping from, String path, Set<String> names, List<YamlMapping.Entry> into) {
        for (YamlMapping.Entry entry : from.entries()) {
            if (names.add(entry.name())) {
                String below = YamlMapping.child(path, entry.name());
                into.add(new YamlMapping.Entry(
                        entry.key().under(below), entry.value().under(below)));
            }
        }
    }
}
