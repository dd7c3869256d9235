package dev.berth.api.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a terminal, in characters. */
record TerminalSize(int columns, int rows) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");

    /** Reads {@code 80x24}; empty when it is none. */
    static Optional<TerminalSize> of(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new TerminalSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }
}
