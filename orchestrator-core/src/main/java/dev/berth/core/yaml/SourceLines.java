package dev.berth.core.yaml;

import dev.berth.core.problem.Place;
import java.util.Optional;

/** The lines of a text, addressed as the parser does: line and column from 0, columns in code points. */
final class SourceLines {
    private final String[] lines;

    SourceLines(String text) {
        this.lines = text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1);
    }

    /** The rest of a line from a place on; empty beyond its end. */
    String from(int line, int column) {
        if (line >= lines.length) {
            return "";
        }
        String whole = lines[line];
        if (column > whole.codePointCount(0, whole.length())) {
            return "";
        }
        return whole.substring(whole.offsetByCodePoints(0, column));
    }

    String from(Place place) {
        return from(place.line() - 1, place.column() - 1);
    }

    /** The last line that is not blank; 0 when all are. */
    int lastWithText() {
        for (int line = lines.length - 1; line > 0; line--) {
            if (!lines[line].isBlank()) {
                return line;
            }
        }
        return 0;
    }

    /** The number of the first line from {@code line} on that has more than white space and comments. */
    Optional<Integer> nextWithText(int line) {
        for (int i = line; i < lines.length; i++) {
            String stripped = lines[i].strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** How many code points carets go under for a value that takes several lines: its first word, or its first line. */
    static int firstWord(String rest, boolean whole) {
        int end = 0;
        while (end < rest.length() && (whole || ":,[]{} ".indexOf(rest.charAt(end)) < 0)) {
            end++;
        }
        return Math.max(1, rest.codePointCount(0, end));
    }
}
