package dev.berth.core.release;

import dev.berth.core.project.Project;
import java.util.List;
import java.util.Set;

/** Binds a project's applications to exact configurations. Pure. */
public final class Resolver {
    private Resolver() {}

    /** References in the definition that lead nowhere or in a circle, in order; none is needed for {@link #resolve}. */
    public static List<Unresolved> unresolved(Project project, Set<String> secrets) {
        throw new UnsupportedOperationException("being built " + project + secrets);
    }

    /**
     * What should be of the project.
     *
     * @throws IllegalStateException when {@link #unresolved} has something to say, or an upload is missing
     */
    public static DesiredState resolve(Project project, ResolveContext context) {
        throw new UnsupportedOperationException("being built " + project + context);
    }
}
