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
        assertEquals("""
                prepare:
                  create network shop         (new)  else remove network shop
                  join proxy to network shop  (web has a domain)
                  create volume shop_data     (redis mounts it)
                redis:
                  pull image redis:7                   (new)
                  start shop-redis-aaaaaaaa-1          (new)  else remove shop-redis-aaaaaaaa-1
                  await healthy shop-redis-aaaaaaaa-1  (before it gets traffic)
                  accept shop-redis-aaaaaaaa           (proven healthy)
                  update shop-redis-aaaaaaaa-1         (proven: the engine may restart it)
                web:
                  build image shop/web:8db58b87ad38  (new)
                  start shop-web-aaaaaaaa-1          (new)  else remove shop-web-aaaaaaaa-1
                  await healthy shop-web-aaaaaaaa-1  (before it gets traffic)
                  publish web → shop-web-aaaaaaaa-1  (routes follow the healthy release)  else withdraw routes of web
                  confirm routes of web              (the proxy serves it)
                  accept shop-web-aaaaaaaa           (proven healthy)
                  update shop-web-aaaaaaaa-1         (proven: the engine may restart it)
                """, plan(shop));
    }

    private String plan(Project project) {
        return world.text(Planner.plan(world.deploying(world.known(project))));
    }
}
