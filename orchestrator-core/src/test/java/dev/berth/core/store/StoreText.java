package dev.berth.core.store;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Everything a store has of a few projects, as text, secrets too. */
final class StoreText {

    static final List<ProjectName> PROJECTS = List.of(TestStore.SHOP, TestStore.BLOG);
    static final List<ApplicationName> APPLICATIONS = List.of(TestStore.WEB, TestStore.REDIS);

    private final Store store;
    private final StringBuilder text = new StringBuilder();

    private StoreText(Store store) {
        this.store = store;
    }

    /** @throws StoreException when something of it cannot be read */
    static String of(Store store) {
        return new StoreText(store).whole();
    }

    private String whole() {
        tell("revisions of", store.revisions().projects());
        tell("accepted of", store.accepted().projects());
        tell("unfinished of", store.deployments().projectsWithUnfinished());
        PROJECTS.forEach(this::project);
        for (Deployment deployment : store.deployments().list(Optional.empty(), Optional.empty(), 1000)) {
            tell("deployment", deployment);
            store.deployments().events(deployment.id(), 0, 1000).forEach(event -> tell("event", event));
        }
        store.tokens().list().forEach(token -> tell("token", token));
        store.audit().list(1000).forEach(entry -> tell("audit", entry));
        store.occurrences().last(0, 1000).forEach(occurrence -> tell("occurrence", occurrence));
        return text.toString();
    }

    private void project(ProjectName project) {
        LongStream.rangeClosed(1, 100)
                .forEach(number ->
                        store.revisions().find(project, number).ifPresent(revision -> tell("revision", revision)));
        tell("state", store.accepted().state(project));
        tell("accepted from", store.accepted().origins(project));
        tell("accepted", store.accepted().all(project));
        tell("earlier", store.earlier().all(project));
        tell("stopped", store.wishes().stopped(project));
        store.deployments().unfinished(project).forEach(unfinished -> tell("unfinished", unfinished));
        tell("generations", store.generations().all(project));
        tell("secrets", store.secrets().names(project));
        store.secrets().values(project).forEach((name, value) -> tell("secret " + name, value.reveal()));
        store.secrets().everyValue(project).forEach(value -> tell("value", value.reveal()));
        for (ApplicationName application : APPLICATIONS) {
            tell("earlier", store.earlier().of(project, application));
            tell("pending", store.pendingContexts().find(project, application));
            store.endedLogs().of(project, application).forEach(log -> tell("log", log));
        }
    }

    private void tell(String what, Object value) {
        text.append(what).append(": ").append(value).append('\n');
    }
}
