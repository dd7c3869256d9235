package dev.berth.core.operate;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Domain;
import dev.berth.core.project.Restart;
import dev.berth.core.reconcile.ApplicationNote;
import dev.berth.core.reconcile.InstanceHealth;
import dev.berth.core.reconcile.LaneSnapshot;
import dev.berth.core.release.DesiredApplication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says how an application is, from what its lane saw last. Pure. */
final class StatusReport {
    private static final Set<Deployment.Status> FAILURES =
            Set.of(Deployment.Status.FAILED, Deployment.Status.ROLLED_BACK);

    private final LaneSnapshot snapshot;
    private final Addresses addresses;
    private final Optional<Deployment> last;
    private final Function<ObservedInstance, String> lastWords;

    /**
     * @param last the newest deployment of the project that is over or under way
     * @param lastWords the last lines of an instance that ended, each on a line of its own; empty when it printed nothing
     */
    StatusReport(
            LaneSnapshot snapshot,
            Addresses addresses,
            Optional<Deployment> last,
            Function<ObservedInstance, String> lastWords) {
        this.snapshot = snapshot;
        this.addresses = addresses;
        this.last = last;
        this.lastWords = lastWords;
    }

    /** Of one that was proven at some time. */
    ApplicationStatus of(DesiredApplication accepted) {
        List<ObservedInstance> mine = observed(accepted.name());
        List<ObservedInstance> running = mine.stream()
                .filter(ObservedInstance::isRunning)
                .filter(i -> i.name().release().equals(accepted.release().name()))
                .toList();
        State state = state(accepted, mine, running);
        return new ApplicationStatus(
                snapshot.project(),
                accepted.name(),
                state,
                health(accepted, running),
                accepted.replicas(),
                Optional.of(accepted.release().name().brief()),
                accepted.release().image().reference(),
                accepted.domains().stream().map(addresses::url).toList(),
                accepted.domains().stream()
                        .filter(Domain::https)
                        .map(Domain::host)
                        .distinct()
                        .toList(),
                mine.stream().map(this::instance).toList(),
                message(accepted.name(), state, mine));
    }

    /** Of one that is defined and was never proven. */
    ApplicationStatus ofUntried(ApplicationName name, int replicas, String image, boolean stopped) {
        Optional<String> step = Optional.ofNullable(snapshot.steps().get(name));
        State state;
        if (stopped) {
            state = State.STOPPED;
        } else if (step.isPresent()) {
            state = during(step.get());
        } else if (!snapshot.note(name).message().isEmpty()
                || last.map(Deployment::status).filter(FAILURES::contains).isPresent()) {
            state = State.FAILED;
        } else {
            state = State.PENDING;
        }
        List<ObservedInstance> mine = observed(name);
        return new ApplicationStatus(
                snapshot.project(),
                name,
                state,
                "unknown",
                replicas,
                Optional.empty(),
                image,
                List.of(),
                List.of(),
                mine.stream().map(this::instance).toList(),
                message(name, state, mine));
    }

    private static State during(String step) {
        return step.startsWith("build ") || step.startsWith("pull ") ? State.BUILDING : State.STARTING;
    }

    private List<ObservedInstance> observed(ApplicationName name) {
        return snapshot.observed().instances().stream()
                .filter(i -> i.name().release().application().equals(name))
                .toList();
    }

    private State state(DesiredApplication accepted, List<ObservedInstance> mine, List<ObservedInstance> running) {
        if (snapshot.lookedAt().isEmpty()) {
            return State.PENDING;
        }
        if (accepted.job()) {
            return ofJob(mine);
        }
        if (accepted.stopped() && running.isEmpty()) {
            return State.STOPPED;
        }
        long well = running.stream().filter(i -> !isUnhealthy(i)).count();
        if (well >= accepted.replicas()) {
            return State.RUNNING;
        }
        if (well > 0) {
            return State.DEGRADED;
        }
        Optional<String> step = Optional.ofNullable(snapshot.steps().get(accepted.name()));
        if (step.isPresent()) {
            return during(step.get());
        }
        if (snapshot.note(accepted.name()).waits()) {
            return State.PENDING;
        }
        return overForGood(accepted, mine).orElseGet(() -> {
            boolean comes = snapshot.note(accepted.name()).message().isEmpty()
                    && running.isEmpty()
                    && mine.stream().noneMatch(i -> i.state() == InstanceState.RESTARTING);
            return comes ? State.STARTING : State.FAILED;
        });
    }

    /** What has ended and, by its restart policy, is not started again before the next order. */
    private static Optional<State> overForGood(DesiredApplication accepted, List<ObservedInstance> mine) {
        List<ObservedInstance> own = mine.stream()
                .filter(i -> i.name().release().equals(accepted.release().name()))
                .toList();
        if (own.isEmpty()) {
            return accepted.restart() instanceof Restart.No ? Optional.of(State.STOPPED) : Optional.empty();
        }
        boolean over = own.stream().allMatch(i -> i.isOver(accepted.restart()));
        return over ? Optional.of(completedOrFailed(own)) : Optional.empty();
    }

    private static State ofJob(List<ObservedInstance> mine) {
        return mine.stream().anyMatch(ObservedInstance::isRunning) ? State.RUNNING : completedOrFailed(mine);
    }

    private static State completedOrFailed(List<ObservedInstance> ended) {
        return ended.stream().anyMatch(i -> i.exitCode().orElse(0) != 0) ? State.FAILED : State.COMPLETED;
    }

    private boolean isUnhealthy(ObservedInstance instance) {
        InstanceHealth health = snapshot.health().get(instance.name());
        return health != null && health.state() == InstanceHealth.State.UNHEALTHY;
    }

    private String health(DesiredApplication accepted, List<ObservedInstance> running) {
        if (running.isEmpty() || accepted.job()) {
            return "unknown";
        }
        List<String> each = running.stream().map(this::healthOf).distinct().toList();
        if (each.contains("unhealthy")) {
            return "unhealthy";
        }
        return each.contains("starting") ? "starting" : "healthy";
    }

    private String healthOf(ObservedInstance instance) {
        if (!instance.isRunning()) {
            return "unknown";
        }
        InstanceHealth health = snapshot.health().get(instance.name());
        return health == null ? "starting" : health.state().text();
    }

    private ApplicationStatus.Instance instance(ObservedInstance instance) {
        int byBerth =
                snapshot.note(instance.name().release().application()).starts().getOrDefault(instance.name(), 0);
        return new ApplicationStatus.Instance(
                instance.name().toString(),
                instance.state().name().toLowerCase(Locale.ROOT),
                healthOf(instance),
                instance.restarts() + byBerth,
                instance.exitCode(),
                instance.oomKilled(),
                instance.startedAt());
    }

    private String message(ApplicationName name, State state, List<ObservedInstance> mine) {
        if (snapshot.lookedAt().isEmpty() && snapshot.trouble().isEmpty()) {
            return "not looked at yet";
        }
        List<String> said = new ArrayList<>();
        ApplicationNote note = snapshot.note(name);
        if (!note.message().isEmpty()) {
            said.add(note.message());
        }
        note.notBefore().ifPresent(until -> said.add("tried again at " + brief(until)));
        if (state != State.STOPPED && state != State.COMPLETED && state != State.RUNNING) {
            boolean told = note.message().contains("\n");
            mine.forEach(i -> wordOf(i, !told).ifPresent(said::add));
        }
        failedLately(name).ifPresent(said::add);
        if (!snapshot.trouble().isEmpty()) {
            String cause = cause(snapshot.trouble());
            said.removeIf(why -> why.contains(cause));
            said.add(0, snapshot.trouble());
        }
        return joined(said);
    }

    /** What failed is one thing, as in "cannot list the networks: …", and why often the same. */
    private static String cause(String trouble) {
        return trouble.substring(trouble.indexOf(": ") + 1);
    }

    /** What goes over several lines comes last, so that nothing is joined to the end of somebody's last line. */
    private static String joined(List<String> said) {
        StringBuilder text = new StringBuilder();
        said.stream().sorted(Comparator.comparing(StatusReport::isLong)).forEach(why -> {
            String before = isLong(text.toString()) ? "\n" : "; ";
            text.append(text.length() == 0 ? "" : before).append(why);
        });
        return text.toString();
    }

    private static boolean isLong(String text) {
        return text.contains("\n");
    }

    private Optional<String> failedLately(ApplicationName name) {
        return last.filter(d -> d.status() == Deployment.Status.FAILED)
                .flatMap(d -> fate(name, d).map(text -> "deployment " + d.id() + " " + text));
    }

    /** What came of an application in a deployment that failed, unless it succeeded. */
    private static Optional<String> fate(ApplicationName name, Deployment failed) {
        Optional<String> whole = Optional.of("failed: " + failed.message())
                .filter(t -> !failed.message().isEmpty());
        if (failed.outcomes().isEmpty()) {
            return whole;
        }
        boolean another = failed.outcomes().stream().anyMatch(o -> o.status() == Deployment.Status.FAILED);
        return failed.outcomes().stream()
                .filter(o -> o.application().equals(name) && o.status() != Deployment.Status.SUCCEEDED)
                .findFirst()
                .flatMap(o -> {
                    if (o.status() == Deployment.Status.FAILED) {
                        return Optional.of("failed: " + o.message());
                    }
                    return another ? Optional.of("failed; this was " + o.message()) : whole;
                });
    }

    private Optional<String> wordOf(ObservedInstance instance, boolean withLines) {
        if (isUnhealthy(instance)) {
            return Optional.of(instance.name() + " is unhealthy: "
                    + snapshot.health().get(instance.name()).why());
        }
        if (instance.isRunning()) {
            return Optional.empty();
        }
        String code = instance.exitCode().isPresent()
                ? " (exit code " + instance.exitCode().getAsInt() + ")"
                : "";
        String memory = instance.oomKilled() ? ", out of memory" : "";
        boolean ended = instance.state() == InstanceState.EXITED || instance.state() == InstanceState.RESTARTING;
        String lines = withLines && ended && snapshot.trouble().isEmpty() ? lastWords.apply(instance) : "";
        return Optional.of(instance.name() + " is " + instance.state().name().toLowerCase(Locale.ROOT) + code + memory
                + (lines.isEmpty() ? "" : "; its last lines:" + lines));
    }

    private static String brief(Instant at) {
        return at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }
}
