package dev.berth.core.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the mistakes of one text, at most 1,000; the same mistake at the same place counts once. */
public final class Problems {
    private static final Comparator<Problem> BY_PLACE = Comparator.<Problem, String>comparing(
                    p -> p.place().file())
            .thenComparing(p -> p.place().line())
            .thenComparing(p -> p.place().column())
            .thenComparing(Problem::severity)
            .thenComparing(Problem::what);

    private static final int MOST = 1_000;

    private final Set<Problem> found = new LinkedHashSet<>();
    private boolean errors;

    /** Something that forbids what the user asked for. */
    public void error(Located at, String what, String remedy) {
        add(new Problem(Severity.ERROR, at.path(), at.place(), at.width(), what, remedy));
    }

    /** Something that only deserves a word. */
    public void warning(Located at, String what, String remedy) {
        add(new Problem(Severity.WARNING, at.path(), at.place(), at.width(), what, remedy));
    }

    /** One that was found elsewhere. */
    public void add(Problem problem) {
        errors |= problem.isError();
        if (found.size() < MOST || problem.isError() && found.stream().noneMatch(Problem::isError)) {
            found.add(problem);
        }
    }

    /** Whether more would not be kept, so that nobody needs to look for them. */
    public boolean isFull() {
        return errors && found.size() >= MOST;
    }

    public boolean hasErrors() {
        return errors;
    }

    /** Sorted by place. */
    public List<Problem> all() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(BY_PLACE);
        return List.copyOf(sorted);
    }
}
