package dev.berth.core.definition;

import dev.berth.proxy.route.HostName;

/** A host name as the proxy understands it. */
final class HostText {
    private HostText() {}

    /**
     * In lower case and punycode.
     *
     * @throws IllegalArgumentException with the broken rule in a user's words
     */
    static String of(String text) {
        return HostName.of(text).text();
    }
}
