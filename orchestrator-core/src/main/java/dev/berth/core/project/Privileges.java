package dev.berth.core.project;

import java.util.SortedSet;
import java.util.TreeSet;

/** What an instance may do beyond the small default set; never privileged, never host namespaces. */
public record Privileges(SortedSet<String> capAdd, boolean readOnly) {
    public static final Privileges LEAST = new Privileges(new TreeSet<>(), false);

    public Privileges {
        capAdd = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(capAdd));
    }
}
