package dev.berth.proxy.traefik;

import dev.berth.proxy.route.Address;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.PathPrefix;
import java.util.regex.Pattern;

/**
 * A router's rule, put together from values and never from text: every value becomes a Go string literal that cannot
 * end early (Traefik's rules are parsed as Go expressions; each value is one argument).
 */
record Rule(String text) {

    private static final Pattern RAW = Pattern.compile("[ -_a-~]*");

    /** Requests for the address. */
    static Rule of(Address address) {
        return within(host(address.host()), address);
    }

    /**
     * The same in a form that leaves handshakes alone: Traefik binds those for a {@code Host} to its own certificates,
     * and no TCP router could lead one elsewhere any more. With 1,000 such routers a request takes 0.03 ms longer.
     */
    static Rule overTls(Address address) {
        return within(pattern(address.host()), address);
    }

    private static Rule within(Rule host, Address address) {
        return address.path().isRoot() ? host : host.and(path(address.path()));
    }

    /** One host, or with a wildcard every name that has exactly one label in its place. */
    static Rule host(HostName host) {
        return host.isWildcard() ? pattern(host) : matcher("Host", host.text());
    }

    private static Rule pattern(HostName host) {
        String label = host.isWildcard() ? "[a-z0-9-]+\\." : "";
        return matcher("HostRegexp", "^" + label + host.base().replace(".", "\\.") + "$");
    }

    /** Whole segments: {@code PathPrefix(`/foo`)} alone would also match {@code /foo-bar}. */
    static Rule path(PathPrefix path) {
        if (path.isRoot()) {
            return matcher("PathPrefix", "/");
        }
        return matcher("Path", path.text()).or(matcher("PathPrefix", path.text() + "/"));
    }

    static Rule matcher(String name, String value) {
        return new Rule(name + "(" + literal(value) + ")");
    }

    static Rule header(String name, String value) {
        return new Rule("Header(" + literal(name) + ", " + literal(value) + ")");
    }

    /** @param pattern a regular expression, found anywhere in the field */
    static Rule headerPattern(String name, String pattern) {
        return new Rule("HeaderRegexp(" + literal(name) + ", " + literal(pattern) + ")");
    }

    Rule and(Rule other) {
        return new Rule(text + " && " + other.text);
    }

    Rule andNot(Rule other) {
        return new Rule(text + " && !" + other.text);
    }

    Rule or(Rule other) {
        return new Rule("(" + text + " || " + other.text + ")");
    }

    @Override
    public String toString() {
        return text;
    }

    /** A Go string literal: raw where that is exact, else interpreted with escapes (Go specification, String literals). */
    private static String literal(String value) {
        if (RAW.matcher(value).matches()) {
            return "`" + value + "`";
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                quoted.append((char) c);
            } else {
                quoted.append(String.format("\\U%08x", c));
            }
        });
        return quoted.append('"').toString();
    }
}
