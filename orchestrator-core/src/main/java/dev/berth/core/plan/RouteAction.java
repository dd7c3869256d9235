package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.Trial;
import java.time.Duration;
import java.util.Optional;

/** A change of the routes of an application, or the proof that they are in force. */
public sealed interface RouteAction extends Action {
    record PublishRoutes(ProjectName project, ApplicationRoutes routes) implements RouteAction {
        @Override
        public void perform(Target target) {
            target.routes().publish(project, routes);
        }

        @Override
        public String toString() {
            String standingBy =
                    routes.fallback().isEmpty() ? "" : ", standing by: " + ActionText.names(routes.fallback());
            String beside = routes.tried().equals(routes.instances())
                    ? ""
                    : ", to be tried: " + ActionText.names(routes.tried());
            return "publish " + routes.application() + " → " + ActionText.names(routes.instances()) + standingBy
                    + beside;
        }
    }

    record WithdrawRoutes(ProjectName project, ApplicationName application) implements RouteAction {
        @Override
        public void perform(Target target) {
            target.routes().withdraw(project, application);
        }

        @Override
        public String toString() {
            return "withdraw routes of " + application;
        }
    }

    record ConfirmRoutes(ProjectName project, ApplicationRoutes routes, Duration patience) implements RouteAction {
        private static final Duration HURRIED = Duration.ofSeconds(1);

        @Override
        public void perform(Target target) {
            target.routes().confirm(project, routes, patience);
        }

        @Override
        public Optional<Action> inHurry() {
            return Optional.of(new ConfirmRoutes(project, routes, HURRIED));
        }

        @Override
        public String toString() {
            return "confirm routes of " + routes.application();
        }
    }

    /** One real request through the proxy. That an instance has ended says more than that nobody answered. */
    record TryRoutes(ProjectName project, ApplicationRoutes routes, Duration patience) implements RouteAction {
        @Override
        public void perform(Target target) {
            target.routes()
                    .tryOut(project, routes, patience, () -> routes.tried().forEach(target.health()::requireRunning));
        }

        @Override
        public String toString() {
            return "try "
                    + routes.trial()
                            .map(Trial::domain)
                            .orElseGet(() -> routes.domains().get(0))
                            .host();
        }
    }
}
