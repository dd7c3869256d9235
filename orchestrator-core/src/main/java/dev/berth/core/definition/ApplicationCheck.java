package dev.berth.core.definition;

import dev.berth.core.problem.Problems;
import dev.berth.core.project.Application;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Mount;
import java.util.List;

/** Keys of one application that do not go together. */
final class ApplicationCheck {
    private ApplicationCheck() {}

    static void check(BoundApplication bound) {
        checkDomains(bound);
        checkReplicas(bound);
        checkOrder(bound);
        checkJob(bound);
    }

    private static void checkDomains(BoundApplication bound) {
        Fields fields = bound.fields();
        String key = fields.has("domain") ? "domain" : "domains";
        boolean any = fields.has("domain") || !fields.items("domains").isEmpty();
        if (any && !fields.has("port")) {
            fields.problems()
                    .error(
                            fields.keyAt(key),
                            "a domain needs the port that the application listens on",
                            "add  port: 3000  with the application's own port");
        }
        for (String inVain : List.of("sticky", "retry")) {
            if (fields.has(inVain) && !fields.has("domain") && !fields.has("domains")) {
                fields.problems()
                        .warning(
                                fields.keyAt(inVain),
                                inVain + " means nothing without a domain",
                                "remove it, or add a domain");
            }
        }
    }

    private static void checkReplicas(BoundApplication bound) {
        Application application = bound.application();
        if (application.replicas() > 1 && !application.ports().isEmpty()) {
            bound.fields()
                    .problems()
                    .error(
                            bound.fields().at("replicas"),
                            "a port of the host leads to one instance only, so there cannot be "
                                    + application.replicas(),
                            "remove  ports:  and use a domain, or run one");
        }
        if (application.replicas() > 1) {
            application.mounts().stream()
                    .filter(ApplicationCheck::isWritable)
                    .findFirst()
                    .ifPresent(mount -> bound.fields()
                            .problems()
                            .warning(
                                    bound.fields().at("replicas"),
                                    application.replicas() + " instances write to \"" + ((Mount.Volume) mount).name()
                                            + "\" at the same time",
                                    "run one, or mount it read-only (:ro), unless the application is made for that"));
        }
        if (application.replicas() > 1 && application.job()) {
            bound.fields()
                    .problems()
                    .error(
                            bound.fields().at("replicas"),
                            "a job runs once, so there cannot be " + application.replicas(),
                            "remove  replicas:");
        }
    }

    private static void checkOrder(BoundApplication bound) {
        Application application = bound.application();
        if (application
                .deploy()
                .order()
                .filter(DeployPolicy.Order.START_FIRST::equals)
                .isEmpty()) {
            return;
        }
        Problems problems = bound.fields().problems();
        Fields deploy = bound.fields().part("deploy").orElseThrow();
        if (!application.ports().isEmpty()) {
            problems.error(
                    deploy.at("order"),
                    "start-first cannot be: the old and the new release would want the same port of the host",
                    "write  order: stop-first,  or remove  ports:");
            return;
        }
        application.mounts().stream()
                .filter(ApplicationCheck::isWritable)
                .findFirst()
                .ifPresent(mount -> problems.warning(
                        deploy.at("order"),
                        "with start-first the old and the new release write to \"" + ((Mount.Volume) mount).name()
                                + "\" at the same time",
                        "write  order: stop-first  unless the application is made for that"));
    }

    private static boolean isWritable(Mount mount) {
        return mount instanceof Mount.Volume volume && !volume.readOnly();
    }

    private static void checkJob(BoundApplication bound) {
        Fields fields = bound.fields();
        if (!bound.application().job()) {
            return;
        }
        for (String key : new String[] {"domain", "domains", "healthcheck", "ports", "sticky", "retry"}) {
            if (fields.has(key)) {
                fields.problems()
                        .error(
                                fields.keyAt(key),
                                "a job runs to completion, so it has no " + key,
                                "remove it, or remove  job:");
            }
        }
        if (bound.application().restart() instanceof dev.berth.core.project.Restart.UnlessStopped
                && fields.has("restart")) {
            fields.problems()
                    .error(
                            fields.at("restart"),
                            "a job that is always started again never completes",
                            "write  restart: on-failure:3  or remove it");
        }
    }
}
