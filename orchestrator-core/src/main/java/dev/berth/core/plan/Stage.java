package dev.berth.core.plan;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Steps that succeed or are taken back together, in order; one application's, as a rule.
 *
 * @param title the application's name, or {@code prepare} or {@code clean up}
 * @param after titles of the stages that must have succeeded before
 */
public record Stage(String title, SortedSet<String> after, List<Step> steps) {
    public Stage {
        after = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(after));
        steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
        return title + ":\n" + steps.stream().map(s -> "  " + s + "\n").collect(Collectors.joining());
    }
}
