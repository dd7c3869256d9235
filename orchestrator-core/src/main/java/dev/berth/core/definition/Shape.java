package dev.berth.core.definition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the value of a key may look like; checked by {@link Fields}, told to editors by {@link ProjectSchema}. */
sealed interface Shape {
    /** As YAML 1.1 spells them. */
    Set<String> YES = Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");

    Set<String> NO = Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");

    /** As in "port must be …". */
    String words();

    /** Any text; numbers and words such as {@code yes} count as the text they are written as. */
    record Text(String words) implements Shape {}

    /** A text of a certain form (a regular expression that both Java and ECMA-262 read alike). */
    record Form(String words, Pattern pattern) implements Shape {
        Form(String words, String regex) {
            this(words, Pattern.compile(regex));
        }
    }

    /** One of a few words. */
    record Choice(List<String> values) implements Shape {
        @Override
        public String words() {
            return values.size() == 1 ? values.get(0) : "one of " + String.join(", ", values);
        }
    }

    record Whole(int least, int most) implements Shape {
        /** Without a leading zero: {@code 010} is eight to some and ten to others. */
        static final Pattern FORM = Pattern.compile("^(0|[1-9][0-9]{0,17})$");

        @Override
        public String words() {
            return most == Integer.MAX_VALUE
                    ? "a whole number, at least " + least
                    : "a whole number from " + least + " to " + most;
        }
    }

    record Decimal() implements Shape {
        static final Pattern FORM = Pattern.compile("^[0-9]{1,4}(\\.[0-9]{1,9})?$");
        static final BigDecimal LEAST = new BigDecimal("0.01");

        @Override
        public String words() {
            return "a number of at least 0.01, such as 0.5";
        }
    }

    record Flag() implements Shape {
        static final Pattern FORM = form(YES, NO);

        static Optional<Boolean> read(String text) {
            return YES.contains(text) ? Optional.of(true) : NO.contains(text) ? Optional.of(false) : Optional.empty();
        }

        @Override
        public String words() {
            return "true or false";
        }
    }

    /** A flag that can only be set. */
    record Yes() implements Shape {
        static final Pattern FORM = form(YES, Set.of());

        @Override
        public String words() {
            return "true";
        }
    }

    /** A span of time as in Compose. */
    record Span() implements Shape {
        @Override
        public String words() {
            return "a duration such as 1m30s or 500ms, up to 365d";
        }
    }

    /** A number of bytes as in Compose. */
    record Size() implements Shape {
        @Override
        public String words() {
            return "a number of bytes such as 512M or 1g";
        }
    }

    /** A command: its words as a list, or a text that is split into words. */
    record Command() implements Shape {
        @Override
        public String words() {
            return "a text or a list";
        }
    }

    record Items(Shape item) implements Shape {
        @Override
        public String words() {
            return "a list";
        }
    }

    /** A list that would mean nothing without items. */
    record Some(Shape item) implements Shape {
        @Override
        public String words() {
            return "a list with at least one item";
        }
    }

    /** A mapping with keys that the user chooses, within their own shape. */
    record Named(Shape key, Shape value) implements Shape {
        @Override
        public String words() {
            return "a mapping";
        }
    }

    /** A mapping with known keys. */
    record Part(Section section) implements Shape {
        @Override
        public String words() {
            return "a mapping";
        }
    }

    /** A key without a value. */
    record Nothing() implements Shape {
        @Override
        public String words() {
            return "nothing";
        }
    }

    record Either(List<Shape> alternatives) implements Shape {
        @Override
        public String words() {
            return String.join(
                    " or ", alternatives.stream().map(Shape::words).distinct().toList());
        }
    }

    static Shape either(Shape... alternatives) {
        return new Either(List.of(alternatives));
    }

    /** This shape, or that of its alternatives, which is of the kind asked for. */
    default <S extends Shape> Optional<S> as(Class<S> kind) {
        Stream<Shape> all = this instanceof Either either ? either.alternatives().stream() : Stream.of(this);
        return all.filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static Pattern form(Set<String> some, Set<String> more) {
        Set<String> words = new TreeSet<>(some);
        words.addAll(more);
        return Pattern.compile("^(" + String.join("|", words) + ")$");
    }
}
