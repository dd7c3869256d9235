package dev.berth.api.cli;

import java.util.ArrayList;
import java.util.List;

/** What a stage is at, with the last lines that it printed. */
final class RunningStage {
    private static final int KEPT = 5;

    private final String step;
    private final long since;
    private final List<String> tail = new ArrayList<>(KEPT + 1);

    RunningStage(String step, long since) {
        this.step = step;
        this.since = since;
    }

    void add(String line) {
        tail.add(line);
        if (tail.size() > KEPT) {
            tail.remove(0);
        }
    }

    String step() {
        return step;
    }

    /** When the step began, in ticks. */
    long since() {
        return since;
    }

    /** The last lines of its output, oldest first. */
    List<String> tail() {
        return tail;
    }
}
