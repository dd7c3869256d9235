package dev.berth.api.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows with aligned columns under a head line; the last column is as long as its text, or cut at the terminal's edge. */
final class Table {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final String GAP = "  ";

    private final Style style;
    private final List<List<String>> rows = new ArrayList<>();

    Table(Style style, String... head) {
        this.style = style;
        rows.add(java.util.Arrays.stream(head).map(style::dim).toList());
    }

    /** Cells may be coloured; an empty one is shown as {@code -}. */
    Table row(String... cells) {
        rows.add(java.util.Arrays.stream(cells)
                .map(c -> c.isEmpty() ? "-" : c.replace('\n', ' '))
                .toList());
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], visible(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(line(row, widths)).append('\n');
        }
        return text.toString();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int i = 0; i < row.size() - 1; i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(widths[i] - visible(cell))).append(GAP);
            used += widths[i] + GAP.length();
        }
        return line.append(cut(row.get(row.size() - 1), style.columns() - used)).toString();
    }

    private String cut(String cell, int room) {
        if (style.columns() == 0 || room < 10 || visible(cell) <= room) {
            return cell;
        }
        String bare = COLOUR.matcher(cell).replaceAll("");
        return bare.substring(0, bare.offsetByCodePoints(0, room - 1)) + "…";
    }

    private static int visible(String cell) {
        String bare = COLOUR.matcher(cell).replaceAll("");
        return bare.codePointCount(0, bare.length());
    }
}
