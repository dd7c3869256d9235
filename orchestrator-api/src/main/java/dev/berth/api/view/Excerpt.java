package dev.berth.api.view;

import java.util.stream.Collectors;

/** What an instance or a build printed, inside of a message that says why something failed. */
final class Excerpt {
    private static final String LEAD_IN = "; its last lines:";
    private static final String LINE = "  | ";

    private Excerpt() {}

    /** The message without it, for where it stands above already or has no room. */
    static String without(String message) {
        return message.lines()
                .filter(line -> !line.startsWith(LINE))
                .map(line -> line.endsWith(LEAD_IN) ? line.substring(0, line.length() - LEAD_IN.length()) : line)
                .collect(Collectors.joining("\n"));
    }
}
