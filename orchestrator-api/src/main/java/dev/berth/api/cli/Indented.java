package dev.berth.api.cli;

/** Text of several lines under something else. */
final class Indented {
    private Indented() {}

    /** Begins every line but the first with the indent. */
    static String text(String lines, String indent) {
        return lines.stripTrailing().replace("\n", "\n" + indent);
    }
}
