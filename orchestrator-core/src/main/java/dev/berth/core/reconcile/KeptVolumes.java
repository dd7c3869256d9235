package dev.berth.core.reconcile;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.ForeignThing;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ProjectName;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The volumes that Berth made for a project and kept when that was deleted. No definition tells any more which others it had
 * adopted, whatever those are called.
 */
public final class KeptVolumes {
    private KeptVolumes() {}

    /** Without the instance prefix. */
    public static SortedSet<String> of(Engine engine, ProjectName project) {
        return of(engine, engine.observe(project));
    }

    private static SortedSet<String> of(Engine engine, ObservedState observed) {
        SortedSet<String> kept = observed.volumes().stream()
                .filter(name -> name.startsWith(observed.project() + "_"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!kept.isEmpty()) {
            kept.removeAll(engine.obstacles(observed.project()).stream()
                    .filter(thing -> thing.kind().equals("volume"))
                    .map(ForeignThing::name)
                    .collect(Collectors.toSet()));
        }
        return kept;
    }

    /** The same, as if there were no other volumes. */
    static ObservedState alone(Engine engine, ObservedState observed) {
        Set<String> kept = of(engine, observed);
        return new ObservedState(
                observed.project(),
                observed.network(),
                observed.proxyJoined(),
                kept,
                observed.images(),
                observed.instances());
    }
}
