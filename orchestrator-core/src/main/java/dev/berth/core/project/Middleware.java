package dev.berth.core.project;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the proxy does to requests of one domain before the application sees them. */
public sealed interface Middleware {
    /** Headers set on requests and responses; an empty value removes the header. */
    record Headers(Map<String, String> request, Map<String, String> response) implements Middleware {
        public Headers {
            request = java.util.Collections.unmodifiableMap(new TreeMap<>(request));
            response = java.util.Collections.unmodifiableMap(new TreeMap<>(response));
        }
    }

    /** HTTP basic authentication; users as {@code name:hash} lines of {@code htpasswd}. */
    record BasicAuth(List<String> users) implements Middleware {
        public BasicAuth {
            users = List.copyOf(users);
        }
    }

    /** At most {@code average} requests a second from one address, {@code burst} at once. */
    record RateLimit(int average, int burst) implements Middleware {}

    /** Refuses bodies above this many bytes. */
    record MaxBody(long bytes) implements Middleware {}

    /** Refuses clients outside these CIDR ranges. */
    record IpAllow(List<String> ranges) implements Middleware {
        public IpAllow {
            ranges = List.copyOf(ranges);
        }
    }

    /** Compresses answers where the client accepts it. */
    record Compress() implements Middleware {}

    /** Sends clients on to another host, path kept. */
    record RedirectTo(String host, boolean permanent) implements Middleware {}
}
