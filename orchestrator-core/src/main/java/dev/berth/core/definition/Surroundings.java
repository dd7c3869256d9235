package dev.berth.core.definition;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a definition may refer to outside its own text.
 *
 * @param secrets names of the project's secrets
 * @param host of the machine that it is for
 * @param envFiles path as written → the file's text; empty when it was not sent along
 */
public record Surroundings(Set<String> secrets, HostRules host, Function<String, Optional<String>> envFiles) {
    /** No secrets, no files, a host that allows nothing. */
    public static final Surroundings NONE = new Surroundings(Set.of(), HostRules.NONE, path -> Optional.empty());

    public Surroundings {
        secrets = Set.copyOf(secrets);
    }

    public Surroundings withSecrets(Set<String> names) {
        return new Surroundings(names, host, envFiles);
    }
}
