package dev.berth.core.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a user's text made fit for a terminal: tabs widened, control and direction characters replaced, cut
 * around the stretch in question when it is long, with carets under that stretch.
 */
record ShownLine(String text, String carets) {
    private static final int TAB = 4;
    private static final int WIDEST = 100;
    private static final int BEFORE = 40;
    /** Characters around the stretch that are looked at: a line may have as many as a text. */
    private static final int REACH = 400;

    private static final String CUT = "…";

    /** @param column of the first character meant, from 1, and {@code width} how many, both in code points */
    static ShownLine of(String line, int column, int width) {
        int length = line.codePointCount(0, line.length());
        int skipped = Math.max(0, Math.min(column - 1, length) - REACH);
        int begin = line.offsetByCodePoints(0, skipped);
        int end = line.offsetByCodePoints(begin, Math.min(2 * REACH, length - skipped));
        List<String> cells = new ArrayList<>();
        line.substring(begin, end).codePoints().forEach(point -> cells.add(shown(point)));
        int first = Math.min(column - 1, length) - skipped;
        boolean cutBefore = skipped > 0;
        boolean cutBehind = end < line.length();
        int last = Math.min(first + width, Math.max(cells.size(), first + 1));
        boolean fits = !cutBefore && !cutBehind && columns(cells, 0, cells.size()) <= WIDEST;
        int from = fits ? 0 : windowStart(cells, first);
        int to = windowEnd(cells, from);
        last = Math.min(last, Math.max(to, first + 1));
        String lead = cutBefore || from > 0 ? CUT : "";
        String tail = cutBehind || to < cells.size() ? CUT : "";
        String text = lead + String.join("", cells.subList(from, to)) + tail;
        int indent = lead.length() + columns(cells, from, first);
        int marked = Math.max(1, columns(cells, first, Math.min(last, cells.size())));
        return new ShownLine(text, " ".repeat(indent) + "^".repeat(marked));
    }

    /** The text without anything that a terminal would obey. */
    static String harmless(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> out.append(shown(point)));
        return out.toString();
    }

    private static int windowStart(List<String> cells, int first) {
        int start = Math.min(first, cells.size());
        int used = 0;
        while (start > 0 && used < BEFORE) {
            start--;
            used += columns(cells, start, start + 1);
        }
        return start;
    }

    private static int windowEnd(List<String> cells, int from) {
        int end = from;
        int used = 0;
        while (end < cells.size()) {
            used += columns(cells, end, end + 1);
            if (used > WIDEST) {
                return end;
            }
            end++;
        }
        return end;
    }

    private static String shown(int point) {
        if (point == '\t') {
            return " ".repeat(TAB);
        }
        if (point < 0x20) {
            return Character.toString(0x2400 + point);
        }
        int type = Character.getType(point);
        boolean unsafe = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return unsafe ? "\uFFFD" : Character.toString(point);
    }

    private static int columns(List<String> cells, int from, int to) {
        return cells.subList(from, Math.max(from, to)).stream()
                .mapToInt(cell -> cell.codePoints().map(ShownLine::columns).sum())
                .sum();
    }

    private static int columns(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    /** East Asian Wide and Fullwidth (Unicode Standard Annex 11), by their blocks. */
    private static boolean isWide(int point) {
        return point >= 0x1100 && point <= 0x115F
                || point >= 0x2E80 && point <= 0xA4CF && point != 0x303F
                || point >= 0xAC00 && point <= 0xD7A3
                || point >= 0xF900 && point <= 0xFAFF
                || point >= 0xFE30 && point <= 0xFE6F
                || point >= 0xFF00 && point <= 0xFF60
                || point >= 0xFFE0 && point <= 0xFFE6
                || point >= 0x1F300 && point <= 0x1F64F
                || point >= 0x1F680 && point <= 0x1F6FF
                || point >= 0x1F900 && point <= 0x1F9FF
                || point >= 0x20000 && point <= 0x3FFFD;
    }
}
