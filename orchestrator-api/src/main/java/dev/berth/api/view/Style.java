package dev.berth.api.view;

import dev.berth.core.operate.ApplicationStatus;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How text is to look.
 *
 * @param columns width of the terminal in characters; 0 when it does not matter
 * @param colour whether ANSI colours are welcome
 */
public record Style(int columns, boolean colour) {
    public static final Style PLAIN = new Style(0, false);

    private static final String RESET = "\u001b[0m";
    private static final Pattern DYE = Pattern.compile("\u001b\\[[0-9;:]{0,40}m");
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final String DIM = "2";
    private static final Map<String, String> BY_WORD = Map.ofEntries(
            Map.entry(ApplicationStatus.State.RUNNING.text(), GREEN),
            Map.entry(ApplicationStatus.State.COMPLETED.text(), GREEN),
            Map.entry("healthy", GREEN),
            Map.entry("succeeded", GREEN),
            Map.entry("ok", GREEN),
            Map.entry("healed", GREEN),
            Map.entry("valid", GREEN),
            Map.entry("uploaded", GREEN),
            Map.entry("covered", GREEN),
            Map.entry(ApplicationStatus.State.PENDING.text(), YELLOW),
            Map.entry(ApplicationStatus.State.BUILDING.text(), YELLOW),
            Map.entry(ApplicationStatus.State.STARTING.text(), YELLOW),
            Map.entry(ApplicationStatus.State.DEGRADED.text(), YELLOW),
            Map.entry("queued", YELLOW),
            Map.entry("rolled_back", YELLOW),
            Map.entry("warning", YELLOW),
            Map.entry(ApplicationStatus.State.FAILED.text(), RED),
            Map.entry("unhealthy", RED),
            Map.entry("exited", RED),
            Map.entry("failing", RED),
            Map.entry("expired", RED),
            Map.entry("user_action", RED),
            Map.entry("dead", RED),
            Map.entry(ApplicationStatus.State.STOPPED.text(), DIM),
            Map.entry("cancelled", DIM),
            Map.entry("kept", DIM),
            Map.entry("not_possible", DIM),
            Map.entry("unknown", DIM));

    /** A word in the colour of what it says about how things are. */
    public String word(String word) {
        String code = BY_WORD.get(word);
        return code == null ? plain(word) : in(code, word);
    }

    /** What only orders or explains the rest. */
    public String dim(String text) {
        return in(DIM, plain(text));
    }

    public String bold(String text) {
        return in("1", plain(text));
    }

    public String bad(String text) {
        return in(RED, plain(text));
    }

    public String notable(String text) {
        return in(YELLOW, plain(text));
    }

    private String in(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
    }

    /**
     * A line that an application printed: as it is, but on a terminal without what could steer that. Colours of its own
     * stay where colours are welcome.
     */
    public String printed(String line) {
        if (columns == 0) {
            return line;
        }
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        StringBuilder shown = new StringBuilder();
        int from = 0;
        Matcher dye = DYE.matcher(text);
        while (dye.find()) {
            shown.append(plain(text.substring(from, dye.start()))).append(colour ? dye.group() : "");
            from = dye.end();
        }
        shown.append(plain(text.substring(from)));
        return from > 0 && colour ? shown.append(RESET).toString() : shown.toString();
    }

    /** Other people's text without what could steer a terminal; lines stay lines. */
    public static String plain(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\t') {
                if (clean == null) {
                    clean = new StringBuilder(text);
                }
                clean.setCharAt(i, '\ufffd');
            }
        }
        return clean == null ? text : clean.toString();
    }
}
