package dev.berth.core.definition;

import java.nio.file.Path;
import java.util.Set;

/**
 * What the machine that a definition is for allows.
 *
 * @param bindRoots absolute directories below which binds are allowed
 * @param ownPorts TCP ports that are Berth's: its API's and the proxy's
 * @param publicAuthority whether certificates come from a public authority, which issues for public names only
 */
public record HostRules(Set<Path> bindRoots, Set<Integer> ownPorts, boolean publicAuthority) {
    /** No binds, no ports; a public authority. */
    public static final HostRules NONE = new HostRules(Set.of(), Set.of(), true);

    public HostRules {
        bindRoots = Set.copyOf(bindRoots);
        ownPorts = Set.copyOf(ownPorts);
    }
}
