package dev.berth.api.cli;

import java.io.ByteArrayOutputStream;

/** Colours, where they are welcome. */
final class Ink {
    private final boolean welcome;

    Ink(boolean welcome) {
        this.welcome = welcome;
    }

    String green(String text) {
        return in("32", text);
    }

    String red(String text) {
        return in("31", text);
    }

    String yellow(String text) {
        return in("33", text);
    }

    String dim(String text) {
        return in("2", text);
    }

    private String in(String code, String text) {
        return welcome ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Without colours, for where the daemon's are not welcome. */
    static byte[] faded(byte[] text) {
        ByteArrayOutputStream faded = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0x1b && i + 1 < text.length && text[i + 1] == '[') {
                while (i < text.length && text[i] != 'm') {
                    i++;
                }
            } else {
                faded.write(text[i]);
            }
        }
        return faded.toByteArray();
    }

    /** Shortens a line that is wider than the terminal, so that it stays one. */
    static String cut(String line, int columns) {
        int width = Math.max(1, columns);
        if (line.codePointCount(0, line.length()) <= width) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, width - 1)) + "…";
    }
}
