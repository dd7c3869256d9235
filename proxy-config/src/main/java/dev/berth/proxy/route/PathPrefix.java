package dev.berth.proxy.route;

import java.util.regex.Pattern;

/**
 * The beginning of a URL's path, in whole segments: {@code /shop} covers {@code /shop} and {@code /shop/cart}, not
 * {@code /shop-two}. {@code /} covers everything. Written without a trailing slash; the characters are those that
 * RFC 3986 section 3.3 lets stand unescaped; at most 1,024.
 */
public record PathPrefix(String text) implements Comparable<PathPrefix> {

    private static final int LONGEST = 1024;
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9/._~!$&'()*+,;=:@-]*");
    private static final Pattern DOTS = Pattern.compile(".*/\\.{1,2}(/.*)?");

    /** Covers every path. */
    public static final PathPrefix ROOT = new PathPrefix("/");

    public PathPrefix {
        if (!text.equals(normal(text))) {
            throw refused(text, "write it as " + normal(text));
        }
    }

    /**
     * Reads a path as a person writes it, with or without a trailing slash.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    public static PathPrefix of(String text) {
        return new PathPrefix(normal(text));
    }

    public boolean isRoot() {
        return text.equals("/");
    }

    @Override
    public int compareTo(PathPrefix other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static String normal(String text) {
        if (!text.startsWith("/")) {
            throw refused(text, "it begins with \"/\"");
        }
        if (text.length() > LONGEST) {
            throw refused(text.substring(0, 40) + "…", "it has more than " + LONGEST + " characters");
        }
        if (!CHARACTERS.matcher(text).matches()) {
            throw refused(text, "only letters, digits and /._~!$&'()*+,;=:@- stand in it");
        }
        if (text.contains("//") || DOTS.matcher(text).matches()) {
            throw refused(text, "\"//\", \".\" and \"..\" are not segments");
        }
        return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static IllegalArgumentException refused(String text, String rule) {
        return new IllegalArgumentException("\"" + text + "\" is not a path: " + rule);
    }
}
