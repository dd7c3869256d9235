package dev.berth.core.definition;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a definition may refer to outside its own text.
 *
 * @param secrets names of the project's secrets
 * @param bindRoots absolute directories of the host below which binds are allowed
 * @param ownPorts TCP ports of the host that are Berth's: its API's and the proxy's
 * @param envFiles path as written → the file's text; empty when it was not sent along
 */
public record Surroundings(
        Set<String> secrets, Set<Path> bindRoots, Set<Integer> ownPorts, Function<String, Optional<String>> envFiles) {
    /** No secrets, no binds, no ports, no files. */
    public static final Surroundings NONE = new Surroundings(Set.of(), Set.of(), Set.of(), path -> Optional.empty());

    public Surroundings {
        secrets = Set.copyOf(secrets);
        bindRoots = Set.copyOf(bindRoots);
        ownPorts = Set.copyOf(ownPorts);
    }

    public Surroundings withSecrets(Set<String> names) {
        return new Surroundings(names, bindRoots, ownPorts, envFiles);
    }
}
