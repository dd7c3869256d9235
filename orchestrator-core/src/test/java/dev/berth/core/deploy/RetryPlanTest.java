package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.plan.InstanceAction;
import dev.berth.core.plan.Plan;
import dev.berth.core.plan.RouteAction;
import dev.berth.core.project.ApplicationBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the proxy tries a request once more is what the user wishes, wherever there is a choice. */
final class RetryPlanTest {
    private final World world = new World();

    private static ApplicationBuilder web() {
        return application("web").image("web:1").domain("shop.test").healthCheck("/health");
    }

    /** Such as {@code to 1, 1 standing by, tried again}, of all routes of a plan and of its ways back. */
    private static List<String> routes(Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .flatMap(step -> Stream.concat(Stream.of(step.action()), step.undo().stream()))
                .filter(RouteAction.PublishRoutes.class::isInstance)
                .map(action -> ((RouteAction.PublishRoutes) action).routes())
                .map(r -> "to " + r.instances().size() + ", " + r.fallback().size() + " standing by"
                        + (r.retry() ? ", tried again" : ""))
                .distinct()
                .toList();
    }

    @Test
    void withSeveralInstancesItIs() {
        assertEquals(List.of("to 2, 0 standing by, tried again"), routes(world.plan(project(web().replicas(2)))));
        assertEquals(
                List.of("to 2, 0 standing by"),
                routes(world.plan(project(web().replicas(2).once()))));
        assertEquals(List.of("to 1, 0 standing by"), routes(world.plan(project(web()))));
    }

    @Test
    void withTheOldReleaseStandingByItIs() {
        world.running(project(web()));
        assertEquals(
                List.of("to 1, 0 standing by", "to 1, 1 standing by, tried again"),
                routes(world.plan(project(web().env("A", "b")))));
        assertEquals(
                List.of("to 1, 0 standing by", "to 1, 1 standing by"),
                routes(world.plan(project(web().once().env("A", "b")))));
    }

    @Test
    void theWishAloneIsPublishedWithoutANewRelease() {
        world.running(project(web().replicas(2)));
        Plan plan = world.plan(project(web().replicas(2).once()));
        assertEquals(List.of("to 2, 0 standing by", "to 2, 0 standing by, tried again"), routes(plan));
        assertEquals(
                List.of(),
                plan.stages().stream()
                        .flatMap(stage -> stage.steps().stream())
                        .filter(step -> step.action() instanceof InstanceAction.StartInstance)
                        .toList());
    }
}
