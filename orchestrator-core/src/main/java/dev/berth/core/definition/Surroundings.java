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
 * @param envFiles path as written → the file's text; empty when it was not sent along
 * @param publicAuthority whether certificates come from a public authority, which issues for public names only
 */
public record Surroundings(
        Set<String> secrets,
        Set<Path> bindRoots,
        Function<String, Optional<String>> envFiles,
        boolean publicAuthority) {
    /** No secrets, no binds, no files; a public authority. */
    public static final Surroundings NONE = new Surroundings(Set.of(), Set.of(), path -> Optional.empty(), true);

    public Surroundings {
        secrets = Set.copyOf(secrets);
        bindRoots = Set.copyOf(bindRoots);
    }

    public Surroundings withSecrets(Set<String> names) {
        return new Surroundings(names, bindRoots, envFiles, publicAuthority);
    }
}
