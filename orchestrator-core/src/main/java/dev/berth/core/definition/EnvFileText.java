package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an env file in Compose's syntax: {@code NAME=value}, {@code export}, quotes (also over several lines),
 * comments. Nothing is interpolated: {@code $} stands for itself.
 */
final class EnvFileText {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("\\s*(?:export\\s+)?([^=:\\s#][^=:\\s]*)\\s*[=:](.*)", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*$");

    private final String name;
    private final Located at;
    private final String[] lines;
    private final Problems problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int next;

    private EnvFileText(String name, Located at, String text, Problems problems) {
        this.name = name;
        this.at = at;
        this.lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\n|\r", -1);
        this.problems = problems;
    }

    /**
     * By name, the last of several winning, as in Compose.
     *
     * @param name of the file in messages, which quote none of its lines: they may hold secrets
     * @param at where the definition names it, which is where its mistakes are shown
     */
    static Map<String, String> read(String name, Located at, String text, Problems problems) {
        EnvFileText reading = new EnvFileText(name, at, text, problems);
        while (reading.next < reading.lines.length) {
            reading.line();
        }
        return reading.values;
    }

    private void line() {
        String line = lines[next];
        int number = ++next;
        if (line.isBlank() || line.stripLeading().startsWith("#")) {
            return;
        }
        Matcher assignment = ASSIGNMENT.matcher(line);
        if (!assignment.matches()) {
            error(number, "is not NAME=value", "write  NAME=value,  or begin the line with # for a comment");
            return;
        }
        String variable = assignment.group(1);
        value(assignment.group(2), number)
                .filter(value -> isPlain(variable + value, number))
                .ifPresent(value -> values.put(variable, value));
    }

    private boolean isPlain(String text, int number) {
        boolean plain = text.indexOf('\0') < 0;
        if (!plain) {
            error(number, "contains a NUL character", "encode the value, for example as base64");
        }
        return plain;
    }

    private Optional<String> value(String rest, int number) {
        String begun = rest.stripLeading();
        if (begun.startsWith("\"") || begun.startsWith("'")) {
            return quoted(begun, number);
        }
        return Optional.of(COMMENT.matcher(rest).replaceFirst("").strip());
    }

    private void error(int number, String what, String remedy) {
        problems.error(at, "line " + number + " of \"" + Excerpt.of(name) + "\" " + what, remedy);
    }

    private Optional<String> quoted(String begun, int number) {
        char quote = begun.charAt(0);
        StringBuilder value = new StringBuilder();
        String rest = begun.substring(1);
        while (true) {
            int end = scan(rest, quote, value);
            if (end >= 0) {
                String behind = rest.substring(end + 1).strip();
                if (!behind.isEmpty() && !behind.startsWith("#")) {
                    error(next, "goes on behind the closing quote", "put the whole value in one pair of quotes");
                }
                return Optional.of(value.toString());
            }
            if (next >= lines.length) {
                error(number, "opens a quote that is never closed", "close it");
                return Optional.empty();
            }
            value.append('\n');
            rest = lines[next++];
        }
    }

    /** Appends up to the closing quote; negative when there is none in this line. */
    private static int scan(String rest, char quote, StringBuilder into) {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == quote) {
                return i;
            }
            if (c == '\\' && quote == '"' && i + 1 < rest.length()) {
                into.append(unescaped(rest.charAt(++i)));
            } else {
                into.append(c);
            }
        }
        return -1;
    }

    private static String unescaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '\\', '$' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }
}
