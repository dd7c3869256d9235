package dev.berth.core.yaml;

/** The anchor and the tag that may stand before a value (YAML 1.1, 6.9 node properties). */
final class Properties {
    private Properties() {}

    /** Where they end, with the white space behind; {@code to} when nothing but a comment follows. */
    static int end(String text, int from, int to) {
        int at = from;
        while (at < to && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
            while (at < to && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            while (at < to && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        return at > from && at < to && text.charAt(at) == '#' ? to : at;
    }
}
