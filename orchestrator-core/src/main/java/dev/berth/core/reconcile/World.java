package dev.berth.core.reconcile;

import dev.berth.core.deploy.PlanExecutor;
import dev.berth.core.engine.Engine;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.store.Store;
import dev.berth.core.time.Timekeeper;
import java.util.random.RandomGenerator;

/**
 * What every lane works with.
 *
 * @param proxied whether there is a reverse proxy to join and to publish routes to
 */
public record World(
        Store store,
        Engine engine,
        RoutePublisher routes,
        HealthGate health,
        PlanExecutor executor,
        RequestedStates requested,
        Timekeeper time,
        RandomGenerator random,
        boolean proxied) {}
