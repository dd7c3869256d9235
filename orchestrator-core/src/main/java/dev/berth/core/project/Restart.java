package dev.berth.core.project;

/** What happens when an instance's process ends by itself. */
public sealed interface Restart {
    Restart UNLESS_STOPPED = new UnlessStopped();

    /** The word that Compose and Docker have for it: {@code unless-stopped}, {@code on-failure:3}, {@code no}. */
    String text();

    /** Always started again, unless the user stopped the application; {@code always} means the same. */
    record UnlessStopped() implements Restart {
        @Override
        public String text() {
            return "unless-stopped";
        }
    }

    /** Started again after an exit code other than 0, at most {@code attempts} times; 0 for any number. */
    record OnFailure(int attempts) implements Restart {
        @Override
        public String text() {
            return attempts == 0 ? "on-failure" : "on-failure:" + attempts;
        }
    }

    /** An exit or a removal is final until the next apply. */
    record No() implements Restart {
        @Override
        public String text() {
            return "no";
        }
    }
}
