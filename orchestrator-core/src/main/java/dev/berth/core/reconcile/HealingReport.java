package dev.berth.core.reconcile;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.plan.InstanceAction;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Stage;
import dev.berth.core.plan.Step;
import dev.berth.core.release.InstanceName;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in one line what was healed: {@code shop-web-3f9c2a1b-1 had stopped (exit code 137): started again after 0.4 s}. */
final class HealingReport {
    private HealingReport() {}

    static String of(String title, Plan plan, ObservedState before, Duration took) {
        Stage stage = plan.stages().stream()
                .filter(s -> s.title().equals(title))
                .findFirst()
                .orElseThrow();
        String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
        String started = stage.steps().stream()
                .filter(s -> s.action() instanceof InstanceAction.StartInstance)
                .map(s -> started(s, before))
                .collect(Collectors.joining("; "));
        if (!started.isEmpty()) {
            return started + putRight(stage) + " after " + seconds;
        }
        return plan.project() + ", " + title + ": "
                + stage.steps().stream().map(Step::line).collect(Collectors.joining("; ")) + ": done after " + seconds;
    }

    /** What somebody had changed on the engine, beside ending it. */
    private static String putRight(Stage stage) {
        return stage.steps().stream()
                .filter(s -> s.action() instanceof InstanceAction.DisconnectInstance
                        || s.action() instanceof InstanceAction.RestoreName
                        || s.action() instanceof InstanceAction.UpdateInstance)
                .map(s -> "; " + s.line())
                .collect(Collectors.joining());
    }

    private static String started(Step step, ObservedState before) {
        InstanceName name =
                ((InstanceAction.StartInstance) step.action()).start().name();
        Optional<ObservedInstance> was =
                before.instances().stream().filter(i -> i.name().equals(name)).findFirst();
        if (was.isEmpty()) {
            return name + " started (" + step.cause() + ")";
        }
        String how =
                switch (was.get().state()) {
                    case EXITED ->
                        "had stopped"
                                + (was.get().exitCode().isPresent()
                                        ? " (exit code " + was.get().exitCode().getAsInt()
                                                + (was.get().oomKilled() ? ", out of memory" : "") + ")"
                                        : "");
                    case CREATED -> "had never started";
                    case PAUSED -> "was paused";
                    case DEAD -> "was dead";
                    case RUNNING, RESTARTING -> "was to be started (" + step.cause() + ")";
                };
        return name + " " + how + ": started again";
    }
}
