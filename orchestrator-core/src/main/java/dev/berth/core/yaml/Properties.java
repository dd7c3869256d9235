package dev.berth.core.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The anchor and the tag that may stand before a value (YAML 1.1, 6.9 node properties). */
final class Properties {
    private static final Pattern PROPERTIES = Pattern.compile("(?:[&!]\\S*\\s*)*(?:#.*)?");

    private Properties() {}

    /** How many UTF-16 units of {@code rest} they take, with the white space behind; all of it when nothing follows. */
    static int length(String rest) {
        if (!rest.startsWith("&") && !rest.startsWith("!")) {
            return 0;
        }
        Matcher matcher = PROPERTIES.matcher(rest);
        return matcher.lookingAt() ? matcher.end() : 0;
    }
}
