package dev.berth.core.store;

import dev.berth.core.deploy.Deployment.Outcome;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.LogLine;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Everything;
import dev.berth.core.release.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Makes up changes of a store; each does the same to every store that has the same in it. */
final class RandomCalls {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Random random;
    private int made;

    RandomCalls(Random random) {
        this.random = random;
    }

    List<Consumer<Store>> some(int count) {
        List<Consumer<Store>> calls = new ArrayList<>();
        while (calls.size() < count) {
            calls.add(any());
        }
        return calls;
    }

    private Consumer<Store> any() {
        if (random.nextInt(5) > 0) {
            return one();
        }
        List<Consumer<Store>> several = List.of(one(), one(), one());
        return store -> store.database().together(() -> several.forEach(call -> call.accept(store)));
    }

    private Consumer<Store> one() {
        int number = ++made;
        ProjectName project = StoreText.PROJECTS.get(random.nextInt(2));
        ApplicationName application = StoreText.APPLICATIONS.get(random.nextInt(2));
        long id = 1 + random.nextInt(6);
        int few = random.nextInt(3);
        return switch (random.nextInt(20)) {
            case 0 ->
                s -> s.revisions().add(project, "f", "text " + number, Map.of("p", "sha256:" + number), "ann", NOW);
            case 1 ->
                s -> s.accepted()
                        .during(number, number)
                        .accept(
                                project,
                                application(number),
                                "sha256:" + number,
                                few == 0 ? Set.of() : Set.of(application));
            case 2 -> s -> s.accepted().during(number, number).forget(project, Set.of(application));
            case 3 -> s -> s.wishes().stop(project, application, few > 0);
            case 4 -> s -> s.wishes().scale(project, application, 1 + few, 3);
            case 5, 6 -> s -> s.deployments().add(project, new Task.Scale(application, number, 0, 0), number, "ann");
            case 7 -> s -> s.deployments().begin(id);
            case 8 ->
                few == 0
                        ? s -> s.deployments().cancel(id)
                        : s -> s.deployments().putOff(id);
            case 9 ->
                s -> s.deployments()
                        .finish(id, Status.FAILED, List.of(new Outcome(application, Status.FAILED, "x")), "m" + number);
            case 10, 11 ->
                s -> s.deployments().find(id).ifPresent(d -> s.deployments()
                        .append(id, "web", new DeploymentEvent.Progress("line " + number)));
            case 12 -> s -> s.generations().looked(project, "redis:" + few, "sha256:a", "sha256:" + number);
            case 13 -> s -> s.secrets().set(project, "S" + few, Secret.of("value " + number));
            case 14 -> s -> s.secrets().remove(project, "S" + few);
            case 15 ->
                s -> s.tokens().add("token " + number, AccessToken.Scope.READ, Optional.of(project), Optional.empty());
            case 16 ->
                s -> s.endedLogs()
                        .add(project, application, "i" + number, OptionalLong.of(id), "killed", List.of(line(number)));
            case 17 -> s -> s.pendingContexts().set(project, application, "sha256:" + number);
            case 18 -> s -> s.audit().add("ann", "apply", project.text(), "deployment " + number);
            default -> few == 0 ? s -> s.forget(project) : s -> s.wishes().forget(project, application);
        };
    }

    private static DesiredApplication application(int number) {
        return Everything.application().withReplicas(number);
    }

    private static LogLine line(int number) {
        return new LogLine(NOW, LogLine.Stream.OUT, "line " + number);
    }
}
