package dev.berth.core.yaml;

import dev.berth.core.problem.Place;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The lines of a text, in which a position counts UTF-16 units from its beginning and a place counts characters. However long
 * a line is, finding a place in it takes no longer.
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

    /** The position of the code point with this index, as the parser of YAML counts. */
    int position(int index) {
        int low = 0;
        int high = pairs.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (pairs[middle] - middle < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.min(index + low, text.length());
    }

    /** The place of a position in the text. */
    Place place(String file, int position) {
        int line = line(position);
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

    /** The rest of a line from a position on. */
    String rest(int position) {
        return text.substring(position, end(position));
    }

    /** Where a line begins; lines count from 0. */
    int begin(int line) {
        return begins[line];
    }

    /** The line in which a position is. */
    int line(int position) {
        int found = Arrays.binarySearch(begins, position);
        return found < 0 ? -found - 2 : found;
    }

    /** The last line that is not blank; 0 when all are. */
    int lastWithText() {
        for (int line = begins.length - 1; line > 0; line--) {
            if (!rest(begins[line]).isBlank()) {
                return line;
            }
        }
        return 0;
    }

    /** The number of the first line from {@code line} on that has more than white space and comments. */
    Optional<Integer> nextWithText(int line) {
        for (int i = line; i < begins.length; i++) {
            String stripped = rest(begins[i]).strip();
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
