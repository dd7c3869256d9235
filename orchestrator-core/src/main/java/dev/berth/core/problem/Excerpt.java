package dev.berth.core.problem;

/** A user's text as messages quote it: in one line, and cut when it is long. */
public final class Excerpt {
    private static final int LONGEST = 60;

    private Excerpt() {}

    /** At most 60 characters, line breaks as escapes. */
    public static String of(String text) {
        int end = text.offsetByCodePoints(0, Math.min(LONGEST + 1, text.codePointCount(0, text.length())));
        String line = text.substring(0, end).replace("\n", "\\n").replace("\r", "\\r");
        return end == text.length() && line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 3)) + "…";
    }
}
