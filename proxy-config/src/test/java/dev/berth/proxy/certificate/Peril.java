package dev.berth.proxy.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Says how each call of a simulated keeper on its world goes. A dead daemon makes no call. */
final class Peril {
    /** How a call goes wrong. */
    enum Mishap {
        /** It fails and has done nothing. */
        REFUSED,
        /** It is done, and its answer is lost. */
        LOST,
        CRASH_BEFORE,
        CRASH_AFTER
    }

    /** The daemon is dead. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;

        Death() {
            super("the daemon died", null, false, false);
        }
    }

    private final Map<Integer, Mishap> mishaps = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private Optional<String> violation = Optional.empty();
    private String last = "";
    private boolean dead;
    private int calls;

    /** The calls of these numbers, counted from 1 from now on, go so. */
    void plan(Map<Integer, Mishap> planned) {
        planned.forEach((call, mishap) -> mishaps.put(calls + call, mishap));
    }

    void nothing() {
        mishaps.clear();
    }

    /** How many there were. */
    int calls() {
        return calls;
    }

    boolean isDead() {
        return dead;
    }

    void revive() {
        dead = false;
    }

    /** Does something with the world. @param failure what is thrown when it is made to fail */
    void call(String what, Runnable effect, Supplier<RuntimeException> failure) {
        refuseDead();
        Optional<Mishap> mishap = Optional.ofNullable(mishaps.remove(++calls));
        String call = mishap.map(m -> m + " ").orElse("") + what;
        if (!call.equals(last)) {
            told.add(call);
            last = call;
        }
        if (mishap.equals(Optional.of(Mishap.CRASH_BEFORE))) {
            die();
        }
        if (mishap.equals(Optional.of(Mishap.REFUSED))) {
            throw failure.get();
        }
        effect.run();
        if (mishap.equals(Optional.of(Mishap.CRASH_AFTER))) {
            die();
        }
        if (mishap.equals(Optional.of(Mishap.LOST))) {
            throw failure.get();
        }
    }

    private void die() {
        dead = true;
        refuseDead();
    }

    private void refuseDead() {
        if (dead) {
            throw new Death();
        }
    }

    /** An invariant does not hold; the first time counts. */
    void violated(String invariant) {
        if (violation.isEmpty()) {
            violation = Optional.of(invariant);
        }
    }

    Optional<String> violation() {
        return violation;
    }

    void tell(String what) {
        told.add(what);
    }

    /** What happened, a line each. */
    List<String> told() {
        return List.copyOf(told);
    }
}
