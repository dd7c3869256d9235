package dev.berth.core.yaml;

import dev.berth.core.problem.Place;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The lines of a text, addressed as the parser does: line and column from 0, columns in code points. However long a line
 * is, finding a place in it takes no longer.
 */
final class SourceLines {
    private static final Pattern BREAK = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

    private final String text;
    private final int[] begins;
    private final int[] ends;
    /** Where characters begin that take two UTF-16 units. */
    private final int[] pairs;

    SourceLines(String text) {
        this.text = text;
        IntStream.Builder first = IntStream.builder().add(0);
        IntStream.Builder last = IntStream.builder();
        for (Matcher line = BREAK.matcher(text); line.find(); ) {
            last.add(line.start());
            first.add(line.end());
        }
        this.begins = first.build().toArray();
        this.ends = last.add(text.length()).build().toArray();
        this.pairs = IntStream.range(1, text.length())
                .filter(i -> Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i)))
                .map(i -> i - 1)
                .toArray();
    }

    /** The position of a place in the text; the line's end for one beyond it. */
    int position(int line, int column) {
        if (line >= begins.length) {
            return text.length();
        }
        int from = begins[line];
        int before = pairsBefore(from);
        int low = before;
        int high = pairsBefore(ends[line]);
        while (low < high) {
            int middle = (low + high) / 2;
            if (pairs[middle] - from - (middle - before) < column) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.min(from + column + low - before, ends[line]);
    }

    int position(Place place) {
        return position(place.line() - 1, place.column() - 1);
    }

    /** The place of a position in the text. */
    Place place(String file, int position) {
        int found = Arrays.binarySearch(begins, position);
        int line = found < 0 ? -found - 2 : found;
        return new Place(file, line + 1, 1 + points(begins[line], position));
    }

    /** How many code points stand between two positions. */
    int points(int from, int to) {
        return to - from - (pairsBefore(to) - pairsBefore(from));
    }

    private int pairsBefore(int position) {
        int found = Arrays.binarySearch(pairs, position);
        return found < 0 ? -found - 1 : found;
    }

    /** The position behind the last character of the line in which {@code position} is. */
    int end(int position) {
        int found = Arrays.binarySearch(ends, position);
        return ends[Math.min(found < 0 ? -found - 1 : found, ends.length - 1)];
    }

    /** Whether {@code words} stand at a position, all in its line. */
    boolean has(String words, int position) {
        return text.startsWith(words, position) && position + words.length() <= end(position);
    }

    /** The rest of a line from a place on; empty beyond its end. */
    String from(int line, int column) {
        int position = position(line, column);
        return text.substring(position, end(position));
    }

    /** The last line that is not blank; 0 when all are. */
    int lastWithText() {
        for (int line = begins.length - 1; line > 0; line--) {
            if (!from(line, 0).isBlank()) {
                return line;
            }
        }
        return 0;
    }

    /** The number of the first line from {@code line} on that has more than white space and comments. */
    Optional<Integer> nextWithText(int line) {
        for (int i = line; i < begins.length; i++) {
            String stripped = from(i, 0).strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** How many code points carets go under for a value that takes several lines: its first word, or its first line. */
    int firstWord(int position, boolean whole) {
        int end = end(position);
        int to = position;
        while (to < end && (whole || ":,[]{} ".indexOf(text.charAt(to)) < 0)) {
            to++;
        }
        while (to > position && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return Math.max(1, points(position, to));
    }
}
