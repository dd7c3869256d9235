package dev.berth.proxy.route;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A host as a browser asks for it, in lower case and punycode: {@code shop.example.org}, or one wildcard label in
 * front, {@code *.example.org}, which stands for exactly one label. Letters, digits and hyphens (RFC 1123 section 2.1,
 * UTS #46); at most 253 characters, 63 a label. An address stands for itself: {@code 192.0.2.10}, or IPv6 as RFC 5952
 * writes it, without brackets, {@code 2001:db8::10}.
 */
public record HostName(String text) implements Comparable<HostName> {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern PORT = Pattern.compile(".*:[0-9]*");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final String WILDCARD = "*.";
    private static final int LONGEST = 253;
    private static final String TOO_LONG = "it has more than " + LONGEST + " characters";
    private static final String LABELS =
            "each label has 1 to 63 letters, digits or hyphens and neither begins nor ends with a hyphen";

    public HostName {
        if (!text.equals(normal(text))) {
            throw refused(text, "write it as " + normal(text));
        }
    }

    /**
     * Reads a host as a person writes it: any case, any script, a trailing dot; an IPv6 address with or without
     * brackets.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    public static HostName of(String text) {
        return new HostName(normal(text));
    }

    public boolean isWildcard() {
        return text.startsWith(WILDCARD);
    }

    /** Whether it is an IP address, which has no server name in a handshake (RFC 6066 section 3). */
    public boolean isAddress() {
        return isSix() || NUMBERS.matcher(text).matches();
    }

    private boolean isSix() {
        return text.indexOf(':') >= 0;
    }

    /** The address that it is; empty for a name. Nothing is looked up. */
    public Optional<InetAddress> address() {
        return isAddress()
                ? Optional.of((isSix() ? IpAddress.six(text) : IpAddress.four(text)).value())
                : Optional.empty();
    }

    /** As it stands in a URL and in a request's {@code Host}: an IPv6 address in brackets (RFC 3986 section 3.2.2). */
    public String inUrl() {
        return isSix() ? "[" + text + "]" : text;
    }

    /** Whether requests for the other name come here unless something more exact takes them. */
    public boolean covers(HostName other) {
        return equals(other)
                || isWildcard()
                        && other.text.substring(other.text.indexOf('.') + 1).equals(base());
    }

    /** The name without the wildcard label; the name itself when it has none. */
    public String base() {
        return isWildcard() ? text.substring(WILDCARD.length()) : text;
    }

    @Override
    public int compareTo(HostName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static String normal(String text) {
        if (text.contains("://")) {
            throw refused(text, "leave out the scheme (\"" + text.substring(0, text.indexOf("://") + 3) + "\")");
        }
        if (text.contains("/")) {
            throw refused(text, "a path stands in a field of its own, not in the host");
        }
        if (text.contains("_")) {
            throw refused(text, "\"_\" is not allowed");
        }
        if (text.startsWith("[") || text.indexOf(':') != text.lastIndexOf(':')) {
            return address(text, text, IpAddress::six);
        }
        if (PORT.matcher(text).matches()) {
            throw refused(text, "leave out the port");
        }
        String wildcard = text.startsWith(WILDCARD) ? WILDCARD : "";
        if (text.indexOf('*', wildcard.length()) >= 0) {
            throw refused(text, "a wildcard stands only in front, as in *.example.org");
        }
        String name = ascii(text, text.substring(wildcard.length()));
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (NUMBERS.matcher(name).matches() && !name.startsWith(".")) {
            if (!wildcard.isEmpty()) {
                throw refused(text, "a wildcard stands for a name, and an address has none");
            }
            return address(text, name, IpAddress::four);
        }
        check(text, name, wildcard.length());
        return wildcard + name;
    }

    private static String address(String text, String literal, Function<String, IpAddress> read) {
        try {
            return read.apply(literal).text();
        } catch (IllegalArgumentException e) {
            throw refused(text, e.getMessage());
        }
    }

    private static String ascii(String text, String name) {
        if (name.length() > LONGEST + 1) {
            throw refused(text, TOO_LONG);
        }
        try {
            return InternationalName.ascii(name, LABELS);
        } catch (IllegalArgumentException e) {
            throw refused(text, e.getMessage());
        }
    }

    private static void check(String text, String name, int wildcard) {
        if (name.isEmpty()) {
            throw refused(text, "it is empty");
        }
        if (name.length() + wildcard > LONGEST) {
            throw refused(text, TOO_LONG);
        }
        for (String label : name.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw refused(text, LABELS);
            }
        }
    }

    private static IllegalArgumentException refused(String text, String rule) {
        return new IllegalArgumentException("\"" + text + "\" is not a host name: " + rule);
    }
}
