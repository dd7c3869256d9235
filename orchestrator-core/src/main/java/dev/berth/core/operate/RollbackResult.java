package dev.berth.core.operate;

import dev.berth.core.deploy.Deployment;

/** What became of the wish to go back to an earlier release. Only {@link Started} changed anything. */
public sealed interface RollbackResult {
    /** A deployment is on its way. */
    record Started(Deployment deployment) implements RollbackResult {}

    /** There is no such application. */
    record Unknown() implements RollbackResult {}

    /** It cannot be: why, and what to do. */
    record Refused(String why, String remedy) implements RollbackResult {}
}
