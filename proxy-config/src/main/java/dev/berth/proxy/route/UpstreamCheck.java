package dev.berth.proxy.route;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The proxy's own look at each server: a GET that must answer 2xx or 3xx. It is the net below the caller's own health
 * gate: after each reload Traefik takes every server for healthy until the first check, one whole interval later.
 *
 * @param path path and query, such as {@code /health?full=1}
 * @param interval between two checks, from 100 ms to 5 s, so that a dead server is found soon after a reload
 * @param timeout of one check, more than nothing and at most 5 s
 */
public record UpstreamCheck(String path, Duration interval, Duration timeout) {

    private static final Pattern PATH = Pattern.compile("/[!$-;=?-Z_a-z~]{0,1023}");
    private static final Duration QUICK = Duration.ofMillis(100);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    public UpstreamCheck {
        if (!PATH.matcher(path).matches() || path.startsWith("//")) {
            throw new IllegalArgumentException(
                    "\"" + path + "\" is not a path to check: it begins with one \"/\" and is printable ASCII");
        }
        if (interval.compareTo(QUICK) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the proxy checks every 100 ms to 5 s, not every " + interval);
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a check's timeout is at most 5 s, not " + timeout);
        }
    }

    /** A check as near to the wished interval and timeout as the limits allow. */
    public static UpstreamCheck near(String path, Duration interval, Duration timeout) {
        Duration every = within(interval, SHORTEST, LONGEST);
        return new UpstreamCheck(path, every, within(timeout, Duration.ofMillis(1), every));
    }

    /** The same where others stand by: who is gone must be found while a request is still tried again. */
    public UpstreamCheck quick() {
        return new UpstreamCheck(path, QUICK, timeout);
    }

    private static Duration within(Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0) {
            return least;
        }
        return value.compareTo(most) > 0 ? most : value;
    }
}
