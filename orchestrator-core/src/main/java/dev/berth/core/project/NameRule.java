package dev.berth.core.project;

import java.util.regex.Pattern;

/** The one rule for names that become container, network and DNS names. */
final class NameRule {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");
    private static final Pattern INSTANCE_LIKE = Pattern.compile(".*-[0-9a-f]{8}-[0-9]+");

    private NameRule() {}

    static void check(String what, String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(what
                    + " is 1 to 20 lower-case letters, digits and hyphens and begins with a letter, not \"" + text
                    + "\"");
        }
        if (INSTANCE_LIKE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    what + " must not end like an instance's name (8 hex digits and a number), as \"" + text + "\"");
        }
    }
}
