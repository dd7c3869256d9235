package dev.berth.proxy.route;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Something that a request passes on its way to the backend. Each refuses nonsense and says the rule. */
public sealed interface Middleware {

    /**
     * Sets headers; an empty value takes the header away. Names are tokens, values have no control characters
     * (RFC 9110 sections 5.1 and 5.5).
     */
    record Headers(SortedMap<String, String> request, SortedMap<String, String> response) implements Middleware {

        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

        public Headers {
            if (request.isEmpty() && response.isEmpty()) {
                throw new IllegalArgumentException("headers has at least one header of the request or the response");
            }
            request = checked(request);
            response = checked(response);
        }

        private static SortedMap<String, String> checked(Map<String, String> headers) {
            headers.forEach((name, value) -> {
                if (!TOKEN.matcher(name).matches()) {
                    throw new IllegalArgumentException("\"" + name + "\" is not a header name");
                }
                if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
                    throw new IllegalArgumentException(
                            "the value of header \"" + name + "\" has a control character, such as a line break");
                }
            });
            return Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        }
    }

    /**
     * Asks for a name and a password (RFC 7617), and keeps them from the application.
     *
     * @param users {@code name:hash} as {@code htpasswd} writes it: bcrypt, MD5 or SHA-1, never the password itself
     */
    record BasicAuth(List<String> users) implements Middleware {

        private static final Pattern USER =
                Pattern.compile("[^:\\p{Cntrl}]+:(\\$2[aby]\\$|\\$apr1\\$|\\$1\\$|\\{SHA})[A-Za-z0-9./$+=]+");

        public BasicAuth {
            users = users.stream().sorted().toList();
            if (users.isEmpty()) {
                throw new IllegalArgumentException("basic_auth has at least one user");
            }
            for (String user : users) {
                if (!USER.matcher(user).matches()) {
                    throw new IllegalArgumentException("a user of basic_auth is written as  htpasswd -nB NAME  prints "
                            + "it: NAME:HASH, not a password in clear");
                }
            }
        }

        @Override
        public String toString() {
            return "BasicAuth[" + users.size() + " users]";
        }
    }

    /**
     * Lets each client address have so many requests a second; more than that are answered 429.
     *
     * @param average requests a second over time, at least 1
     * @param burst how many may come at once, at least 1
     */
    record RateLimit(int average, int burst) implements Middleware {
        public RateLimit {
            if (average < 1 || burst < 1) {
                throw new IllegalArgumentException("rate_limit has an average and a burst of at least 1");
            }
        }
    }

    /**
     * Refuses a request body of more than so many bytes with 413. The proxy takes in the whole body for that before
     * the application sees any of it, and the whole answer after it. A GET or HEAD passes freely, so that event streams
     * and web sockets flow.
     */
    record MaxBody(long bytes) implements Middleware {
        public MaxBody {
            if (bytes < 1) {
                throw new IllegalArgumentException("max_body is at least 1 byte, not " + bytes);
            }
        }
    }

    /** Lets only these client addresses in, IP or CIDR; others are answered 403. */
    record IpAllow(List<String> ranges) implements Middleware {

        private static final Pattern FOUR = Pattern.compile(
                "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$|/)" + "(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}(/(3[0-2]|[12]?\\d))?");
        private static final Pattern SIX = Pattern.compile("(?=.*:)[0-9a-f:]{2,39}(/(12[0-8]|1[01]\\d|\\d?\\d))?");

        public IpAllow {
            ranges = ranges.stream()
                    .map(range -> range.toLowerCase(Locale.ROOT))
                    .distinct()
                    .sorted()
                    .toList();
            if (ranges.isEmpty()) {
                throw new IllegalArgumentException("ip_allow has at least one address or range");
            }
            for (String range : ranges) {
                if (!FOUR.matcher(range).matches() && !SIX.matcher(range).matches()) {
                    throw new IllegalArgumentException(
                            "\"" + range + "\" is not an IP address or range such as 10.0.0.0/8 or fd00::/8");
                }
            }
        }
    }

    /** Compresses answers of 1 KiB and more for clients that can read it; event streams are left alone. */
    record Compress() implements Middleware {}

    /**
     * Sends the browser to the same path on another host, scheme and port kept; the backend is never asked.
     *
     * @param permanent 301 or 308 (browsers remember it) rather than 302 or 307
     */
    record RedirectTo(HostName host, boolean permanent) implements Middleware {
        public RedirectTo {
            if (host.isWildcard()) {
                throw new IllegalArgumentException("redirect_to names one host, not " + host);
            }
        }
    }
}
