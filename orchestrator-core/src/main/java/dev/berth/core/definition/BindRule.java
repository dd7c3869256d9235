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
record BindRule(Set<String> roots) {
    /** What the engine's socket and its data lie in. */
    private static final Set<String> ABOVE_THE_ENGINE = Set.of("/", "/run", "/var", "/var/run", "/var/lib");

    private static final List<String> OF_THE_ENGINE = List.of(
            "/run/docker",
            "/var/run/docker",
            "/var/lib/docker",
            "/run/containerd",
            "/var/run/containerd",
            "/var/lib/containerd");

    static BindRule of(Set<Path> roots) {
        return new BindRule(
                roots.stream().map(root -> PathText.normal(root.toString())).collect(Collectors.toUnmodifiableSet()));
    }

    /** @param path absolute and normal */
    boolean allows(String path, Located at, Problems problems) {
        String shown = "\"" + Excerpt.of(path) + "\"";
        if (isOfTheEngine(path)) {
            problems.error(
                    at,
                    shown + " is never handed out: the engine's socket and data are the key to the whole machine",
                    "remove it");
            return false;
        }
        if (roots.stream().anyMatch(root -> PathText.isIn(path, root))) {
            return true;
        }
        String allowed = roots.isEmpty()
                ? "no directory of the host is allowed"
                : "allowed is what lies below " + String.join(", ", new TreeSet<>(roots));
        problems.error(
                at,
                shown + " cannot be mounted: " + allowed,
                "use a named volume, or let the daemon allow it with  --bind-root " + Excerpt.of(path));
        return false;
    }

    private static boolean isOfTheEngine(String path) {
        return ABOVE_THE_ENGINE.contains(path)
                || path.endsWith("docker.sock")
                || path.endsWith("containerd.sock")
                || OF_THE_ENGINE.stream().anyMatch(directory -> PathText.isIn(path, directory));
    }
}
