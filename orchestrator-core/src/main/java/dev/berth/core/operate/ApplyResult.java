package dev.berth.core.operate;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.plan.Plan;
import dev.berth.core.problem.Problem;
import java.util.List;

/** What became of a definition. Only {@link Started} changed anything. */
public sealed interface ApplyResult {
    /** A deployment is on its way. */
    record Started(Deployment deployment, Plan plan, List<Problem> warnings) implements ApplyResult {}

    /** Everything is so already. @param notices what to know nevertheless */
    record Unchanged(long revision, List<Problem> warnings, List<String> notices) implements ApplyResult {}

    /** For a dry run: what would be done, and the revision it was compared with. */
    record Planned(long revision, Plan plan, List<Problem> warnings) implements ApplyResult {}

    /** The definition is wrong; {@code text} is what was read, for showing the lines. */
    record Invalid(List<Problem> problems, String text) implements ApplyResult {}

    /** Files of the user's machine are missing here. */
    record NeedsFiles(List<LocalFile> files) implements ApplyResult {}

    /** It would remove these applications, and nobody said that this is meant. */
    record NeedsConsent(List<String> removed) implements ApplyResult {}

    /** It was based on another revision than the present one. */
    record Stale(long current) implements ApplyResult {}

    /** A host is routed to another project, a name is taken by something that is not ours. */
    record Conflict(String message) implements ApplyResult {}
}
