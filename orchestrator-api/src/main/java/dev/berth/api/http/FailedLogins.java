package dev.berth.api.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each address came with a wrong token lately; remembers only so many addresses. */
final class FailedLogins {
    static final int MOST = 20;
    static final Duration WITHIN = Duration.ofMinutes(1);
    private static final int ADDRESSES = 1000;

    private final Clock clock;
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > ADDRESSES;
        }
    };

    FailedLogins(Clock clock) {
        this.clock = clock;
    }

    /** Counts one more; whether the address has come too often. */
    synchronized boolean tooMany(String address) {
        Instant now = clock.instant();
        Deque<Instant> times = failures.computeIfAbsent(address, a -> new ArrayDeque<>());
        while (!times.isEmpty() && times.peekFirst().isBefore(now.minus(WITHIN))) {
            times.removeFirst();
        }
        if (times.size() >= MOST) {
            return true;
        }
        times.addLast(now);
        return false;
    }
}
