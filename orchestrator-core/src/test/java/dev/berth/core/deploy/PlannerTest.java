package dev.berth.core.deploy;

import static dev.berth.core.deploy.World.project;
import static dev.berth.core.project.ApplicationBuilder.application;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.plan.Planner;
import dev.berth.core.project.Project;
import org.junit.jupiter.api.Test;

/** Plans as text. */
final class PlannerTest {
    private final World world = new World();

    @Test
    void aNewProjectIsMadeFromNothing() {
        Project shop = project(
                application("web").build(".").domain("shop.test").dependsOn("redis"),
                application("redis").image("redis:7").volume("data", "/data"));
        assertEquals("", plan(shop));
    }

    private String plan(Project project) {
        return world.text(Planner.plan(world.deploying(world.known(project))));
    }
}
