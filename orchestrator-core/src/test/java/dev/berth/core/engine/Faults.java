package dev.berth.core.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The record of every call that may change the double of a world, and the place where such calls are made to fail.
 * Several doubles can share one, so that the n-th call of all of them fails.
 */
public final class Faults {
    /** How a call goes. */
    public enum Fault {
        NONE,
        /** Fails without having done anything. */
        REFUSED,
        /** Does what was asked and then fails, as when an answer is lost. */
        LATE,
        /** Fails without having done anything because its thread was told to end. */
        INTERRUPTED,
        /**
         * The daemon dies right after the call: an {@link Error} that nobody takes back anything for. A dead daemon makes
         * no further call, until {@link Faults#none}.
         */
        CRASH
    }

    /** The daemon is dead. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private final List<String> calls = new ArrayList<>();
    private int failing;
    private Fault fault = Fault.NONE;
    private String failingText = "";
    private Runnable afterEach = () -> {};
    private boolean dead;

    /** Makes the n-th call from now on (counted from 1) go that way. */
    public synchronized void at(int n, Fault how) {
        failing = calls.size() + n;
        fault = how;
    }

    /** Makes every call whose text begins so go that way, until {@link #none}. */
    public synchronized void on(String text, Fault how) {
        failingText = text;
        fault = how;
    }

    /** From now on every call goes well. */
    public synchronized void none() {
        failing = 0;
        failingText = "";
        fault = Fault.NONE;
        dead = false;
    }

    /** The daemon dies here and now. */
    public void crash() {
        synchronized (this) {
            dead = true;
        }
        refuseDead();
    }

    /** What a dead daemon does not do. */
    public synchronized void refuseDead() {
        if (dead) {
            throw new Crash();
        }
    }

    /** Is run after every call that changed something, before its answer. */
    public synchronized void afterEach(Runnable check) {
        afterEach = check;
    }

    /** Every call until now, in order. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized void forgetCalls() {
        calls.clear();
        failing = 0;
    }

    /** Performs one call; fails as it was told, with whatever {@code refusal} makes of the reason. */
    public void perform(String call, Runnable effect, Refusal refusal) {
        refuseDead();
        if (Thread.currentThread().isInterrupted()) {
            throw refusal.because("interrupted: " + call, true);
        }
        Fault now = next(call);
        if (now == Fault.INTERRUPTED) {
            Thread.currentThread().interrupt();
            throw refusal.because("interrupted: " + call, true);
        }
        if (now == Fault.REFUSED) {
            throw refusal.because("made to fail: " + call, false);
        }
        effect.run();
        afterEach.run();
        if (now == Fault.CRASH) {
            crash();
        }
        if (now == Fault.LATE) {
            throw refusal.because("made to fail after the fact: " + call, false);
        }
    }

    /** Notes something that cannot fail; only the daemon may die before it. */
    public void pass(String point) {
        refuseDead();
        if (next(point) == Fault.CRASH) {
            crash();
        }
    }

    /** Whether every call whose text begins so is refused now. */
    public synchronized boolean refuses(String call) {
        return fault == Fault.REFUSED && !failingText.isEmpty() && call.startsWith(failingText);
    }

    private synchronized Fault next(String call) {
        calls.add(call);
        boolean chosen = calls.size() == failing || !failingText.isEmpty() && call.startsWith(failingText);
        return chosen ? fault : Fault.NONE;
    }

    /** Makes the exception of the port in question. */
    public interface Refusal {
        RuntimeException because(String reason, boolean interrupted);
    }
}
