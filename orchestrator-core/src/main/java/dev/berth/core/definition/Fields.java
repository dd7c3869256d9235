package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlSequence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A mapping read by the keys of its {@link Section}; whatever is wrong with a value becomes a Problem and is absent. */
final class Fields {
    private static final int LONGEST_FORM = 1024;

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
            KeyCheck.check(mapping, section, problems);
            return new Fields(mapping, section, problems);
        }
        problems.error(
                node,
                section.name() + " is a mapping of keys and values, not " + shown(node),
                "write keys such as  " + section.keys().get(0).name() + ": "
                        + section.keys().get(0).example());
        return new Fields(new YamlMapping(node.place(), node.width(), node.path(), List.of()), section, problems);
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
        if (form.isPresent() && scalar.text().length() > LONGEST_FORM) {
            problems.error(
                    node,
                    key + " has " + scalar.text().length() + " characters; " + LONGEST_FORM + " are allowed",
                    "shorten it");
            return Optional.empty();
        }
        if (form.isPresent() && !fits(scalar.text(), form.get().pattern())) {
            return wrong(key, node);
        }
        Optional<Shape.Choice> choice = shape.as(Shape.Choice.class);
        if (choice.isPresent() && !choice.get().values().contains(scalar.text())) {
            problems.error(
                    node,
                    key + " must be " + choice.get().words() + ", not " + shown(node)
                            + Suggestion.tail(scalar.text(), choice.get().values()),
                    key(key).remedy());
            return Optional.empty();
        }
        return hasNul(key, scalar) ? Optional.empty() : Optional.of(scalar.text());
    }

    /** A regular expression takes its time with a long text, and stack. */
    static boolean fits(String text, Pattern form) {
        return text.length() <= LONGEST_FORM && form.matcher(text).matches();
    }

    /** Neither a path nor an argument nor a name can have it in it: in the kernel it is their end. */
    boolean hasNul(String key, YamlScalar scalar) {
        boolean has = scalar.text().indexOf('\0') >= 0;
        if (has) {
            problems.error(scalar, key + " cannot contain a NUL character", "remove it");
        }
        return has;
    }

    OptionalInt whole(String key) {
        Shape.Whole range = key(key).shape().as(Shape.Whole.class).orElseThrow();
        Optional<YamlScalar> scalar = scalar(key);
        if (scalar.isEmpty()) {
            return OptionalInt.empty();
        }
        String text = scalar.get().text();
        if (fits(text, Shape.Whole.FORM)) {
            long value = Long.parseLong(text);
            if (value >= range.least() && value <= range.most()) {
                return OptionalInt.of((int) value);
            }
        }
        wrong(key, scalar.get());
        return OptionalInt.empty();
    }

    Optional<BigDecimal> decimal(String key) {
        return scalar(key).flatMap(scalar -> {
            Optional<BigDecimal> read = Optional.of(scalar.text())
                    .filter(text -> fits(text, Shape.Decimal.FORM))
                    .map(BigDecimal::new)
                    .filter(value -> value.compareTo(Shape.Decimal.LEAST) >= 0);
            return read.isPresent() ? read : wrong(key, scalar);
        });
    }

    Optional<Boolean> flag(String key) {
        return scalar(key).flatMap(scalar -> {
            Optional<Boolean> read = Shape.Flag.read(scalar.text());
            return read.isPresent() ? read : wrong(key, scalar);
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
        Optional<YamlScalar> scalar = scalar(key);
        if (scalar.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong read = SizeText.read(scalar.get().text());
        if (read.isEmpty()) {
            wrong(key, scalar.get());
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

    boolean yes(String key) {
        return scalar(key)
                .filter(scalar ->
                        Shape.YES.contains(scalar.text()) || wrong(key, scalar).isPresent())
                .isPresent();
    }

    /** A list of texts. */
    List<String> texts(String key, YamlSequence sequence) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            if (item instanceof YamlScalar scalar && !scalar.isNull()) {
                hasNul(key, scalar);
                texts.add(scalar.text());
            } else {
                wrongItem(key, item);
            }
        }
        return texts;
    }

    /** An item of a list that is a mapping. */
    Optional<Fields> itemPart(String key, YamlNode item) {
        Shape.Part part = itemOf(key).as(Shape.Part.class).orElseThrow();
        if (item instanceof YamlMapping) {
            return Optional.of(Fields.of(item, part.section(), problems));
        }
        wrongItem(key, item);
        return Optional.empty();
    }

    /** Says that an item of a list does not have the shape of one. */
    void wrongItem(String key, YamlNode item) {
        problems.error(
                item,
                "an item of " + key + " must be " + itemOf(key).words() + ", not " + shown(item),
                key(key).remedy());
    }

    private Shape itemOf(String key) {
        Shape shape = key(key).shape();
        return shape.as(Shape.Items.class)
                .map(Shape.Items::item)
                .or(() -> shape.as(Shape.Some.class).map(Shape.Some::item))
                .orElse(Texts.TEXT);
    }

    Optional<Fields> part(String key) {
        Shape.Part part = key(key).shape().as(Shape.Part.class).orElseThrow();
        Optional<YamlNode> node = node(key);
        if (node.isEmpty() || node.get() instanceof YamlMapping) {
            return node.map(n -> Fields.of(n, part.section(), problems));
        }
        return isNull(node.get()) ? empty(key) : wrong(key, node.get());
    }

    /** Whether a key that is missing stands there in another spelling. */
    boolean isMeant(String key) {
        return KeyCheck.isMeant(mapping, section, key);
    }

    /** Says that a key has no value. */
    <T> Optional<T> empty(String key) {
        problems.error(keyAt(key), key + " has no value", key(key).remedy() + "  or remove the line");
        return Optional.empty();
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
            return empty(key);
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
