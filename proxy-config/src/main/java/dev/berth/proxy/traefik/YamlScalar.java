package dev.berth.proxy.traefik;

/**
 * A string as a double-quoted YAML scalar (YAML 1.2.2 section 7.3.1) in plain ASCII. Besides what YAML demands, an
 * opening brace is escaped: Traefik runs each file through Go's text/template before it reads the YAML, so that two of
 * them in a user's value would be code.
 */
final class YamlScalar {

    private YamlScalar() {}

    /** Refuses an unpaired surrogate, which stands for no character, with an {@link IllegalArgumentException}. */
    static String quote(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        value.codePoints().forEach(c -> append(quoted, c));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int c) {
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            throw new IllegalArgumentException(String.format("U+%04X alone is not a character", c));
        }
        if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
        } else if (c == '\n') {
            quoted.append("\\n");
        } else if (c >= ' ' && c <= '~' && c != '{') {
            quoted.append((char) c);
        } else if (c <= 0xffff) {
            quoted.append(String.format("\\u%04x", c));
        } else {
            quoted.append(String.format("\\U%08x", c));
        }
    }
}
