package dev.berth.core.definition;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the value of a key may look like; checked by {@link Fields}, told to editors by {@link ProjectSchema}. */
sealed interface Shape {
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
            return values.size() == 1 ? "\"" + values.get(0) + "\"" : "one of " + String.join(", ", values);
        }
    }

    record Whole(long least, long most) implements Shape {
        @Override
        public String words() {
            return most == Long.MAX_VALUE
                    ? "a whole number, at least " + least
                    : "a whole number from " + least + " to " + most;
        }
    }

    record Decimal() implements Shape {
        @Override
        public String words() {
            return "a number above 0, such as 0.5";
        }
    }

    record Flag() implements Shape {
        @Override
        public String words() {
            return "true or false";
        }
    }

    /** A span of time as in Compose. */
    record Span() implements Shape {
        @Override
        public String words() {
            return "a duration such as 1m30s or 500ms";
        }
    }

    /** A number of bytes as in Compose. */
    record Size() implements Shape {
        @Override
        public String words() {
            return "a number of bytes such as 512M or 1g";
        }
    }

    record Items(Shape item) implements Shape {
        @Override
        public String words() {
            return "a list";
        }
    }

    /** A mapping with keys that the user chooses. */
    record Named(Shape value) implements Shape {
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
}
