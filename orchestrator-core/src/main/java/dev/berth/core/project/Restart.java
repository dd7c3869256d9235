package dev.berth.core.project;

import java.util.OptionalInt;

/** What happens when an instance's process ends by itself. */
public sealed interface Restart {
    Restart UNLESS_STOPPED = new UnlessStopped();

    /** The word that Compose and Docker have for it: {@code unless-stopped}, {@code on-failure:3}, {@code no}. */
    String text();

    /**
     * Whether an end by itself is final, until a user orders otherwise.
     *
     * @param exitCode empty when it is not known
     * @param restarts that were tried
     */
    boolean isFinal(OptionalInt exitCode, int restarts);

    /** Always started again, unless the user stopped the application; {@code always} means the same. */
    record UnlessStopped() implements Restart {
        @Override
        public String text() {
            return "unless-stopped";
        }

        @Override
        public boolean isFinal(OptionalInt exitCode, int restarts) {
            return false;
        }
    }

    /** Started again after an exit code other than 0, at most {@code attempts} times; 0 for any number. */
    record OnFailure(int attempts) implements Restart {
        @Override
        public String text() {
            return attempts == 0 ? "on-failure" : "on-failure:" + attempts;
        }

        @Override
        public boolean isFinal(OptionalInt exitCode, int restarts) {
            return exitCode.orElse(1) == 0 || attempts > 0 && restarts >= attempts;
        }
    }

    /** An exit or a removal is final until the next apply. */
    record No() implements Restart {
        @Override
        public String text() {
            return "no";
        }

        @Override
        public boolean isFinal(OptionalInt exitCode, int restarts) {
            return true;
        }
    }
}
