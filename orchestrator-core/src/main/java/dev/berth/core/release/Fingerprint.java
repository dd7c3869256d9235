package dev.berth.core.release;

import java.util.regex.Pattern;

/**
 * The hash of what a release is, with the version of the recipe that made it: {@code v1:} and 64 hex digits. Two
 * fingerprints say something about each other only within one recipe.
 */
public record Fingerprint(String recipe, String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Fingerprint {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a fingerprint is 64 hex digits, not \"" + hex + "\"");
        }
    }

    /** Reads the text form. */
    public static Fingerprint of(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a fingerprint is written recipe:hex, not \"" + text + "\"");
        }
        return new Fingerprint(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The 8 hex digits that stand in names. */
    public String brief() {
        return hex.substring(0, 8);
    }

    @Override
    public String toString() {
        return recipe + ":" + hex;
    }
}
