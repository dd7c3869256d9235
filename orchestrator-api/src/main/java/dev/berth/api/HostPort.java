package dev.berth.api;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something listens.
 *
 * @param host a name or an address; one of IPv6 without brackets
 */
public record HostPort(String host, int port) {
    private static final Pattern BRACKETS = Pattern.compile("\\[([0-9a-fA-F:.]+)](?::(\\d{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([A-Za-z0-9.-]+)(?::(\\d{1,5}))?");

    /** {@code HOST}, {@code HOST:PORT} or {@code [ADDRESS]:PORT}; empty for anything else. */
    static Optional<HostPort> of(String text, int standardPort) {
        Matcher matcher = BRACKETS.matcher(text);
        if (!matcher.matches()) {
            matcher = PLAIN.matcher(text);
        }
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = matcher.group(2) == null ? standardPort : Integer.parseInt(matcher.group(2));
        return port < 1 || port > 65535 ? Optional.empty() : Optional.of(new HostPort(matcher.group(1), port));
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }
}
