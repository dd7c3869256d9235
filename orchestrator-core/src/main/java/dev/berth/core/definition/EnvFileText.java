package dev.berth.core.definition;

import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Spot;
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
            Pattern.compile("\\s*(?:export\\s+)?([^=\\s#][^=\\s]*)\\s*[=:](.*)", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*$");

    private final String file;
    private final String[] lines;
    private final Problems problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int next;

    private EnvFileText(String file, String text, Problems problems) {
        this.file = file;
        this.lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\n|\r", -1);
        this.problems = problems;
    }

    /** By name, the last of several winning, as in Compose. */
    static Map<String, String> read(String file, String text, Problems problems) {
        EnvFileText reading = new EnvFileText(file, text, problems);
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
            error(
                    number,
                    "this line of the env file is not NAME=value",
                    "write  NAME=value,  or begin the line with # for a comment");
            return;
        }
        String name = assignment.group(1);
        value(assignment.group(2), number)
                .filter(value -> isPlain(name, value, number))
                .ifPresent(value -> values.put(name, value));
    }

    private boolean isPlain(String name, String value, int number) {
        boolean plain = (name + value).indexOf('\0') < 0;
        if (!plain) {
            error(number, "a variable cannot contain a NUL character", "encode the value, for example as base64");
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
        String line = lines[number - 1];
        problems.error(new Spot(new Place(file, number, 1), line.codePointCount(0, line.length()), ""), what, remedy);
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
                    error(next, "behind the closing quote there is more", "put the whole value in one pair of quotes");
                }
                return Optional.of(value.toString());
            }
            if (next >= lines.length) {
                error(number, "the quote that opens in this line is never closed", "close it");
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
