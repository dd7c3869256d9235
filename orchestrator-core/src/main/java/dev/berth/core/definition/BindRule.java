package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.problem.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which directories of the host may be mounted: those below a root that the daemon allows, and never what leads to the
 * engine itself.
 */
record BindRule(Set<Path> roots) {
    /** What the engine's socket and its data lie in. */
    private static final Set<String> ABOVE_THE_ENGINE = Set.of("/", "/run", "/var", "/var/run", "/var/lib");

    private static final List<Path> OF_THE_ENGINE = List.of(
            Path.of("/run/docker"),
            Path.of("/var/run/docker"),
            Path.of("/var/lib/docker"),
            Path.of("/run/containerd"),
            Path.of("/var/run/containerd"),
            Path.of("/var/lib/containerd"));

    BindRule {
        roots = roots.stream().map(Path::normalize).collect(Collectors.toUnmodifiableSet());
    }

    /** @param path absolute and normal */
    boolean allows(Path path, Located at, Problems problems) {
        String shown = "\"" + Excerpt.of(path.toString()) + "\"";
        if (isOfTheEngine(path)) {
            problems.error(
                    at,
                    shown + " is never handed out: the engine's socket and data are the key to the whole machine",
                    "remove it");
            return false;
        }
        if (roots.stream().anyMatch(path::startsWith)) {
            return true;
        }
        Set<String> names = roots.stream().map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        String allowed = roots.isEmpty()
                ? "no directory of the host is allowed"
                : "allowed is what lies below " + String.join(", ", names);
        problems.error(
                at,
                shown + " cannot be mounted: " + allowed,
                "use a named volume, or let the daemon allow it with  --bind-root " + Excerpt.of(path.toString()));
        return false;
    }

    private static boolean isOfTheEngine(Path path) {
        return ABOVE_THE_ENGINE.contains(path.toString())
                || path.endsWith("docker.sock")
                || path.endsWith("containerd.sock")
                || OF_THE_ENGINE.stream().anyMatch(path::startsWith);
    }
}
