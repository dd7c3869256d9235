package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A mapping read by the keys of its {@link Section}; whatever is wrong with a value becomes a Problem and is absent. */
final class Fields {
    private final YamlMapping mapping;
    private final Section section;
    private final Problems problems;

    private Fields(YamlMapping mapping, Section section, Problems problems) {
        this.mapping = mapping;
        this.section = section;
        this.problems = problems;
    }

    /** Checks that it is a mapping and that its keys are known. */
    static Fields of(YamlNode node, Section section, Problems problems) {
        if (node instanceof YamlMapping mapping) {
            mapping.entries().forEach(entry -> checkKnown(entry.key(), section, problems));
            section.required().forEach(name -> checkThere(mapping, name, section, problems));
            return new Fields(mapping, section, problems);
        }
        problems.error(
                node,
                section.name() + " is a mapping of keys and values, not " + shown(node),
                "write keys such as  " + section.keys().get(0).name() + ": "
                        + section.keys().get(0).example());
        return new Fields(new YamlMapping(node.place(), node.width(), node.path(), List.of()), section, problems);
    }

    private static void checkThere(YamlMapping mapping, String name, Section section, Problems problems) {
        boolean underOtherName = section.foreign().entrySet().stream()
                .anyMatch(e -> e.getValue().equals("call it  " + name + ":")
                        && mapping.get(e.getKey()).isPresent());
        if (mapping.get(name).isEmpty() && !underOtherName) {
            String example = section.key(name).map(Key::example).orElse("…");
            problems.error(mapping, "the " + section.noun() + " has no " + name, "add  " + name + ": " + example);
        }
    }

    private static void checkKnown(YamlScalar key, Section section, Problems problems) {
        String name = key.text();
        if (section.key(name).isPresent() || name.startsWith("x-")) {
            return;
        }
        String remedy = section.foreign().get(name);
        if (remedy != null) {
            problems.error(key, "\"" + name + "\" is not a key of " + section.name() + " here", remedy);
            return;
        }
        String known = String.join(", ", section.names());
        problems.error(
                key,
                "\"" + name + "\" is not a key of " + section.name() + Suggestion.tail(name, section.names()),
                Suggestion.of(name, section.names())
                        .map(word -> "write  " + word + ":")
                        .orElse("remove it; the keys are " + known));
    }

    Problems problems() {
        return problems;
    }

    /** The mapping itself, for what is wrong with it as a whole. */
    YamlMapping whole() {
        return mapping;
    }

    boolean has(String key) {
        key(key);
        return mapping.get(key).isPresent();
    }

    /** The value of a key; of a missing one, the mapping. */
    Located at(String key) {
        return node(key).<Located>map(n -> n).orElse(mapping);
    }

    /** The key itself; of a missing one, the mapping. */
    Located keyAt(String key) {
        return mapping.entry(key).<Located>map(YamlMapping.Entry::key).orElse(mapping);
    }

    Optional<YamlNode> node(String key) {
        key(key);
        return mapping.get(key);
    }

    Optional<String> text(String key) {
        return scalar(key).flatMap(scalar -> text(key, scalar));
    }

    /** Reads {@code node} as a text of {@code key}'s shape. */
    Optional<String> text(String key, YamlNode node) {
        if (!(node instanceof YamlScalar scalar) || scalar.isNull()) {
            return wrong(key, node);
        }
        Shape shape = key(key).shape();
        Optional<Shape.Form> form = shape.as(Shape.Form.class);
        if (form.isPresent() && !form.get().pattern().matcher(scalar.text()).matches()) {
            return wrong(key, node);
        }
        Optional<Shape.Choice> choice = shape.as(Shape.Choice.class);
        if (choice.isEmpty()) {
            return Optional.of(scalar.text());
        }
        Optional<String> chosen = choice.get().values().stream()
                .filter(value -> value.replace('_', '-').equals(scalar.text().replace('_', '-')))
                .findFirst();
        if (chosen.isEmpty()) {
            problems.error(
                    node,
                    key + " must be " + choice.get().words() + ", not " + shown(node)
                            + Suggestion.tail(scalar.text(), choice.get().values()),
                    key(key).remedy());
        }
        return chosen;
    }

    OptionalInt whole(String key) {
        Optional<YamlScalar> scalar = scalar(key);
        if (scalar.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalLong value = wholeOf(key, scalar.get());
        return value.isPresent()
                ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, value.getAsLong()))
                : OptionalInt.empty();
    }

    OptionalLong wholeOf(String key, YamlNode node) {
        Shape.Whole range = key(key).shape().as(Shape.Whole.class).orElseThrow();
        if (node instanceof YamlScalar scalar && scalar.text().matches("[0-9]{1,18}")) {
            long value = Long.parseLong(scalar.text());
            if (value >= range.least() && value <= range.most()) {
                return OptionalLong.of(value);
            }
        }
        wrong(key, node);
        return OptionalLong.empty();
    }

    /** As YAML 1.1 spells it: true, yes, on. */
    Optional<Boolean> flag(String key) {
        return scalar(key).flatMap(scalar -> switch (scalar.text().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> wrong(key, scalar);
        });
    }

    boolean flag(String key, boolean standard) {
        return flag(key).orElse(standard);
    }

    Optional<Duration> span(String key) {
        return scalar(key).flatMap(scalar -> {
            Optional<Duration> read = SpanText.read(scalar.text());
            return read.isPresent() ? read : wrong(key, scalar);
        });
    }

    OptionalLong size(String key) {
        return node(key).map(node -> sizeOf(key, node)).orElse(OptionalLong.empty());
    }

    OptionalLong sizeOf(String key, YamlNode node) {
        OptionalLong read = node instanceof YamlScalar scalar ? SizeText.read(scalar.text()) : OptionalLong.empty();
        if (read.isEmpty()) {
            wrong(key, node);
        }
        return read;
    }

    /** The items of a list; none when the key is missing or has no value. */
    List<YamlNode> items(String key) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty() || isNull(node.get())) {
            return List.of();
        }
        if (node.get() instanceof YamlSequence sequence) {
            return sequence.items();
        }
        wrong(key, node.get());
        return List.of();
    }

    /** The items of a list, or the one value that stands in place of a list. */
    List<YamlNode> oneOrMore(String key) {
        Optional<YamlNode> node = node(key);
        return node.isPresent() && !(node.get() instanceof YamlSequence) && !isNull(node.get())
                ? List.of(node.get())
                : items(key);
    }

    List<YamlMapping.Entry> entries(String key) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty() || isNull(node.get())) {
            return List.of();
        }
        if (node.get() instanceof YamlMapping found) {
            return found.entries();
        }
        wrong(key, node.get());
        return List.of();
    }

    /** A list of texts. */
    List<String> texts(String key, YamlSequence sequence) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            if (item instanceof YamlScalar scalar && !scalar.isNull()) {
                texts.add(scalar.text());
            } else {
                problems.error(item, "an item of " + key + " must be a text, not " + shown(item), key(key).remedy());
            }
        }
        return texts;
    }

    Optional<Fields> part(String key) {
        Shape.Part part = key(key).shape().as(Shape.Part.class).orElseThrow();
        return node(key).map(node -> Fields.of(node, part.section(), problems));
    }

    /** Says that a value does not have its key's shape. */
    <T> Optional<T> wrong(String key, YamlNode node) {
        String what = key + " must be " + key(key).shape().words() + ", not " + shown(node);
        problems.error(node, what, key(key).remedy());
        return Optional.empty();
    }

    private Optional<YamlScalar> scalar(String key) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (isNull(node.get())) {
            problems.error(keyAt(key), key + " has no value", key(key).remedy() + ", or remove the line");
            return Optional.empty();
        }
        return node.get() instanceof YamlScalar scalar ? Optional.of(scalar) : wrong(key, node.get());
    }

    private Key key(String name) {
        return section.key(name).orElseThrow(() -> new IllegalStateException(section.name() + " has no key " + name));
    }

    static boolean isNull(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.isNull();
    }

    /** A value as messages quote it. */
    static String shown(YamlNode node) {
        if (node instanceof YamlScalar scalar && !scalar.isNull()) {
            return "\"" + Excerpt.of(scalar.text()) + "\"";
        }
        return node.kind();
    }
}
