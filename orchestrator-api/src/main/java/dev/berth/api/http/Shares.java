package dev.berth.api.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How much of what all callers share one token may have at once, so that a limited one cannot keep out the others. A token
 * that may do everything anyway has as much as it wants.
 */
final class Shares {
    private final int each;
    private final String what;
    private final Map<String, Semaphore> free = new ConcurrentHashMap<>();

    /** @param what is had, in the plural */
    Shares(int each, String what) {
        this.each = each;
        this.what = what;
    }

    /** Takes one; give it back with {@link #leave}. @throws ApiException 429 when the token has its share already */
    void enter(Caller caller) {
        if (caller.isLimited() && !free(caller).tryAcquire()) {
            throw ApiException.of(
                            429,
                            "Too many at once",
                            "the token \"" + caller.name() + "\" has " + each + " " + what + " under way already",
                            "end one of them, or wait for it")
                    .header("Retry-After", "1");
        }
    }

    void leave(Caller caller) {
        if (caller.isLimited()) {
            free(caller).release();
        }
    }

    private Semaphore free(Caller caller) {
        return free.computeIfAbsent(caller.name(), name -> new Semaphore(each));
    }
}
