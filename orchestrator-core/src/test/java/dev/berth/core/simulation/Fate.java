package dev.berth.core.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts the calls of a daemon on its world, and says how each goes. A dead daemon makes no call. */
final class Fate {
    /** The daemon is dead: an {@link Error}, for which nobody takes anything back. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("the daemon died", null, false, false);
        }
    }

    private final Map<Integer, Mishap> mishaps = new TreeMap<>();
    private final List<String> notable = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private Runnable interjection = () -> {};
    private String lastTraced = "";
    private boolean tracing;
    private int interjectedAt;
    private int calls;
    private Optional<Violation> violation = Optional.empty();
    private boolean dead;
    private boolean inside;

    /** Every call is told from now on. */
    void trace() {
        tracing = true;
    }

    /** The calls of these numbers, counted from 1 from now on, go so. */
    void plan(Map<Integer, Mishap> planned) {
        planned.forEach((call, mishap) -> mishaps.put(calls + call, mishap));
    }

    /** In the middle of the call of this number something else happens. */
    void interject(int call, Runnable what) {
        interjectedAt = calls + call;
        interjection = what;
    }

    /** If that has not happened yet, it does not any more. */
    void withdrawInterjection() {
        interjectedAt = 0;
    }

    /** Whether something happens in the middle of a call just now. */
    boolean isInside() {
        return inside;
    }

    /** Calls go well until {@link #plan}. */
    void allIsWell() {
        mishaps.clear();
        interjectedAt = 0;
    }

    /** A new daemon is there. */
    void revive() {
        dead = false;
    }

    /** How the next call on the world goes, in the middle of which something else may happen; null: well. */
    Mishap next(String call) {
        refuseDead();
        if (calls + 1 >= interjectedAt && interjectedAt > 0 && !inside) {
            interjectedAt = 0;
            inside = true;
            try {
                interjection.run();
            } finally {
                inside = false;
            }
            refuseDead();
        }
        return nextCommit(call);
    }

    /** How the next commit goes; null: well. */
    Mishap nextCommit(String call) {
        refuseDead();
        calls++;
        Mishap mishap = mishaps.remove(calls);
        if (mishap != null || tracing && !call.equals(lastTraced)) {
            notable.add((mishap == null ? "" : mishap + " ") + call);
            lastTraced = call;
        }
        if (mishap == Mishap.CRASH_BEFORE) {
            die();
        }
        return mishap;
    }

    void die() {
        dead = true;
        refuseDead();
    }

    /** The daemon dies before its next call. */
    void doom() {
        dead = true;
    }

    /** An invariant does not hold: this comes to light, whoever catches what is thrown now. */
    void violated(String invariant, String how) {
        violation = Optional.of(new Violation(invariant, how));
        refuseDead();
    }

    void refuseDead() {
        if (violation.isPresent()) {
            throw violation.get();
        }
        if (dead) {
            throw new Crash();
        }
    }

    /** Takes down a call that may change the world. */
    void changing(String call) {
        changes.add(call);
    }

    /** The calls since this was asked last that may have changed the world. */
    List<String> takeChanges() {
        List<String> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    /** What went wrong, or all that was called, since this was asked last. */
    List<String> takeNotable() {
        List<String> taken = List.copyOf(notable);
        notable.clear();
        return taken;
    }
}
