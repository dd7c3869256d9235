package dev.berth.proxy.route;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** An address as a URL names it: four numbers, or IPv6 as RFC 5952 writes it, without brackets. No name is looked up. */
record IpAddress(InetAddress value) {
    private static final String NUMBER = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FOUR = Pattern.compile(NUMBER + "(\\." + NUMBER + "){3}");
    private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]+");
    private static final int GROUPS = 8;

    /** @throws IllegalArgumentException with the rule that is broken, without the text */
    static IpAddress four(String text) {
        if (!FOUR.matcher(text).matches()) {
            throw new IllegalArgumentException("an IPv4 address is four numbers from 0 to 255, without leading zeros");
        }
        return usable(parsed(text));
    }

    /**
     * @param text with or without brackets
     * @throws IllegalArgumentException with the rule that is broken, without the text
     */
    static IpAddress six(String text) {
        if (text.matches("\\[.*]:\\d*")) {
            throw new IllegalArgumentException("leave out the port");
        }
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (bare.contains("%")) {
            throw new IllegalArgumentException("an address with a zone is of this machine only");
        }
        if (!SIX.matcher(bare).matches() || bare.indexOf(':') < 0) {
            throw new IllegalArgumentException("it is no IPv6 address");
        }
        InetAddress value = parsed(bare);
        if (value instanceof Inet4Address) {
            throw new IllegalArgumentException("write it as " + value.getHostAddress());
        }
        return usable(value);
    }

    private static IpAddress usable(InetAddress value) {
        boolean broadcast = value instanceof Inet4Address && (value.getAddress()[0] & 0xff) >= 240;
        if (value.isAnyLocalAddress() || value.isMulticastAddress() || broadcast) {
            throw new IllegalArgumentException("nobody can connect to that address");
        }
        return new IpAddress(value);
    }

    private static InetAddress parsed(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("it is no IPv6 address", e);
        }
    }

    String text() {
        return value instanceof Inet4Address ? value.getHostAddress() : compressed(value.getAddress());
    }

    /** The longest run of zeros, the first of several, becomes {@code ::} (RFC 5952 section 4.2). */
    private static String compressed(byte[] bytes) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            groups.add(Integer.toHexString((bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff));
        }
        int longest = 1;
        int from = -1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups.get(end).equals("0")) {
                end++;
            }
            if (end - i > longest) {
                longest = end - i;
                from = i;
            }
        }
        return from < 0
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, from)) + "::"
                        + String.join(":", groups.subList(from + longest, GROUPS));
    }
}
