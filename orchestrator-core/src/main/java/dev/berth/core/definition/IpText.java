package dev.berth.core.definition;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of hosts and ranges of them, as numbers; no name is ever looked up. */
final class IpText {
    private static final Pattern FOUR = Pattern.compile(
            "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");
    private static final Pattern SIX = Pattern.compile("(?=.*:)[0-9A-Fa-f:]{2,39}");
    private static final Pattern RANGE = Pattern.compile("([^/]{2,39})(?:/(0|[1-9][0-9]{0,2}))?");

    private IpText() {}

    static boolean isAddress(String text) {
        return isFour(text) || isSix(text);
    }

    /** An address, or one with the length of its network: {@code 10.0.0.0/8}. */
    static boolean isRange(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return false;
        }
        int length = range.group(2) == null ? 0 : Integer.parseInt(range.group(2));
        return isFour(range.group(1)) && length <= 32 || isSix(range.group(1)) && length <= 128;
    }

    private static boolean isFour(String text) {
        return FOUR.matcher(text).matches();
    }

    private static boolean isSix(String text) {
        if (!SIX.matcher(text).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName("[" + text + "]") != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
