package dev.berth.core.reconcile;

import dev.berth.core.deploy.DeploymentEvent.Finished;
import dev.berth.core.deploy.DeploymentEvent.Happening;
import dev.berth.core.deploy.DeploymentEvent.Planned;
import dev.berth.core.deploy.DeploymentEvent.Progress;
import dev.berth.core.deploy.DeploymentEvent.StageDone;
import dev.berth.core.deploy.DeploymentEvent.StageSkipped;
import dev.berth.core.deploy.DeploymentEvent.StepDone;
import dev.berth.core.deploy.DeploymentEvent.StepFailed;
import dev.berth.core.deploy.DeploymentEvent.StepStarted;
import dev.berth.core.deploy.DeploymentEvent.Undone;
import dev.berth.core.release.Secret;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes known secret values out of what others say: an application's last words may hold its password. */
public final class Masking {
    private static final int SHORTEST = 4;
    private static final int SHORTEST_LINE = 8;

    private final List<String> values;

    public Masking(Collection<Secret> secrets) {
        this.values = secrets.stream()
                .map(Secret::reveal)
                .flatMap(value ->
                        Stream.concat(Stream.of(value), value.lines().filter(line -> line.length() >= SHORTEST_LINE)))
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    public String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, "(secret)");
        }
        return masked;
    }

    Happening mask(Happening happening) {
        if (happening instanceof Planned planned) {
            return new Planned(mask(planned.plan()));
        }
        if (happening instanceof StepStarted started) {
            return new StepStarted(started.index(), mask(started.step()), mask(started.cause()));
        }
        if (happening instanceof Progress progress) {
            return new Progress(mask(progress.line()));
        }
        if (happening instanceof StepDone done) {
            return new StepDone(done.index(), mask(done.step()), done.milliseconds());
        }
        if (happening instanceof StepFailed failed) {
            return new StepFailed(failed.index(), mask(failed.step()), mask(failed.message()));
        }
        if (happening instanceof Undone undone) {
            return new Undone(mask(undone.step()), mask(undone.message()));
        }
        if (happening instanceof StageDone done) {
            return new StageDone(done.status(), mask(done.message()));
        }
        if (happening instanceof StageSkipped skipped) {
            return new StageSkipped(mask(skipped.why()));
        }
        if (happening instanceof Finished finished) {
            return new Finished(finished.status(), mask(finished.message()));
        }
        throw new IllegalStateException("unmasked: " + happening.getClass());
    }
}
