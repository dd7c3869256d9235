package dev.berth.core.deploy;

import dev.berth.core.plan.Plan;
import dev.berth.core.plan.Target;

/** A plan, the world it acts on, and who hears how it goes. */
public record Errand(Plan plan, Target target, DeploymentLog log) {}
