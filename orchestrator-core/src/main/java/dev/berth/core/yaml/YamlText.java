package dev.berth.core.yaml;

import java.util.regex.Pattern;

/** Nodes as YAML again: two spaces a level, anything but plain words in double quotes. */
public final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/_.-]*");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern NOT_A_WORD =
            Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n|[0-9].*|\\.(inf|nan)");

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    /** Reads back as the same keys, values and lists; ends with a line break. */
    public static String write(YamlNode node) {
        YamlText text = new YamlText();
        if (node instanceof YamlScalar || isEmpty(node)) {
            text.out.append(text.inline(node)).append('\n');
        } else {
            text.block(node, 0, "");
        }
        return text.out.toString();
    }

    /** @param lead what stands in the first line already, in place of its indentation */
    private void block(YamlNode node, int indent, String lead) {
        String first = lead;
        if (node instanceof YamlMapping mapping) {
            for (YamlMapping.Entry entry : mapping.entries()) {
                begin(indent, first).append(key(entry.name())).append(':');
                value(entry.value(), indent + 2);
                first = "";
            }
            return;
        }
        for (YamlNode item : ((YamlSequence) node).items()) {
            begin(indent, first).append('-');
            if (item instanceof YamlScalar || isEmpty(item)) {
                out.append(' ').append(inline(item)).append('\n');
            } else {
                block(item, indent + 2, " ");
            }
            first = "";
        }
    }

    private StringBuilder begin(int indent, String lead) {
        return out.append(lead.isEmpty() ? " ".repeat(indent) : lead);
    }

    private void value(YamlNode value, int indent) {
        if (value instanceof YamlScalar || isEmpty(value)) {
            out.append(' ').append(inline(value)).append('\n');
            return;
        }
        out.append('\n');
        block(value, indent, "");
    }

    private static boolean isEmpty(YamlNode node) {
        return node instanceof YamlMapping mapping && mapping.entries().isEmpty()
                || node instanceof YamlSequence sequence && sequence.items().isEmpty();
    }

    private String inline(YamlNode node) {
        if (node instanceof YamlMapping) {
            return "{}";
        }
        if (node instanceof YamlSequence) {
            return "[]";
        }
        YamlScalar scalar = (YamlScalar) node;
        if (scalar.isNull()) {
            return "null";
        }
        boolean word = !scalar.quoted() || !NOT_A_WORD.matcher(scalar.text()).matches();
        return word && PLAIN.matcher(scalar.text()).matches() ? scalar.text() : quoted(scalar.text());
    }

    private static String key(String name) {
        boolean plain =
                PLAIN_KEY.matcher(name).matches() && !NOT_A_WORD.matcher(name).matches();
        return plain ? name : quoted(name);
    }

    /** As a double-quoted scalar of YAML 1.1 on one line. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> append(quoted, point);
            }
        });
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int point) {
        boolean plain = point >= 0x20 && point < 0x7f
                || point >= 0xa0 && point < 0xd800 && point != 0x2028 && point != 0x2029
                || point >= 0xe000 && point < 0xfeff
                || point > 0xfeff && point < 0xfffe
                || point > 0xffff;
        if (plain) {
            quoted.appendCodePoint(point);
        } else {
            quoted.append(String.format("\\u%04x", point));
        }
    }
}
