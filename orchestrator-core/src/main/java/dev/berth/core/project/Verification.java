package dev.berth.core.project;

import java.util.List;

/** A command for {@code berth verify} to run in an instance, and what it must print. */
public record Verification(List<String> run, String prints) {
    public Verification {
        run = List.copyOf(run);
    }
}
