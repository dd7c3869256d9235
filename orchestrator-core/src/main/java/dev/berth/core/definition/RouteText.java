package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.PathPrefix;

/** Hosts and paths as the proxy understands them. */
final class RouteText {
    private static final int LONGEST_HOST = 253;

    private RouteText() {}

    /**
     * In lower case and punycode; an IPv6 address without brackets.
     *
     * @throws IllegalArgumentException with the broken rule in a user's words
     */
    static String host(String text) {
        if (text.length() > LONGEST_HOST) {
            throw new IllegalArgumentException("\"" + Excerpt.of(text) + "\" is not a host name: it has more than "
                    + LONGEST_HOST + " characters");
        }
        try {
            return HostName.of(text).text();
        } catch (IllegalArgumentException e) {
            throw told(e, text);
        }
    }

    /**
     * Without a slash at its end.
     *
     * @throws IllegalArgumentException with the broken rule in a user's words
     */
    static String path(String text) {
        try {
            return PathPrefix.of(text).text();
        } catch (IllegalArgumentException e) {
            throw told(e, text);
        }
    }

    private static IllegalArgumentException told(IllegalArgumentException rule, String text) {
        return new IllegalArgumentException(rule.getMessage().replace(text, Excerpt.of(text)));
    }
}
