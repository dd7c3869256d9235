package dev.berth.core.operate;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Store;

/** Puts one application into a project's definition, or takes it out. */
final class Pieces {
    private final Store store;

    Pieces(Store store) {
        this.store = store;
    }

    Definition with(ProjectName project, ApplicationName application, Definition body) {
        throw new UnsupportedOperationException("being built " + store + project + application + body);
    }

    Definition patched(ProjectName project, ApplicationName application, Definition patch) {
        throw new UnsupportedOperationException("being built " + store + project + application + patch);
    }

    Definition without(ProjectName project, ApplicationName application) {
        throw new UnsupportedOperationException("being built " + store + project + application);
    }
}
