package dev.berth.core.simulation;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.plan.HealthGate;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.release.VolumeName;
import dev.berth.core.route.ApplicationRoutes;
import dev.berth.core.route.RouteException;
import dev.berth.core.route.RoutePublisher;
import dev.berth.core.store.Store;
import dev.berth.core.store.StoreDoor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Mistakes that a daemon could have, each in words, and each seen to be found. */
enum PlantedBugs implements PlantedBug {
    /** Requests are led to a new release without waiting until it is healthy. */
    PUBLISHED_BEFORE_HEALTHY {
        @Override
        public HealthGate health(HealthGate right) {
            HealthGate hasty = Twist.of(HealthGate.class, right, "awaitHealthy", (arguments, await) -> arguments);
            return Twist.of(HealthGate.class, hasty, "watch", (arguments, watch) -> arguments);
        }
    },
    /** With a database, what needs it is started too, before it is healthy. */
    DEPENDANT_STARTED_TOO_EARLY {
        @Override
        public Engine engine(Engine right) {
            Map<ProjectName, InstanceStart> dependants = new HashMap<>();
            return Twist.of(Engine.class, right, "start", (arguments, start) -> {
                InstanceStart begun = (InstanceStart) arguments[0];
                ReleaseName release = begun.name().release();
                if (release.application().equals(ApplicationName.of("web"))) {
                    dependants.put(release.project(), begun);
                } else if (release.application().equals(ApplicationName.of("db"))) {
                    Optional.ofNullable(dependants.get(release.project())).ifPresent(right::start);
                }
                return start.apply(arguments);
            });
        }
    },
    /** What is published is accepted although the proxy was not asked whether it serves it. */
    ACCEPTED_BEFORE_CONFIRMED {
        @Override
        public RoutePublisher routes(RoutePublisher right, Engine engine) {
            return Twist.of(RoutePublisher.class, right, "confirm", (arguments, confirm) -> arguments);
        }
    },
    /** The proxy is not asked whether it reaches the new release before requests are led there. */
    LED_BEFORE_TRIED {
        @Override
        public RoutePublisher routes(RoutePublisher right, Engine engine) {
            return Twist.of(RoutePublisher.class, right, "tryOut", (arguments, tryOut) -> arguments);
        }
    },
    /** The old release is removed before the new one is accepted. */
    OLD_REMOVED_BEFORE_ACCEPT {
        @Override
        public Engine engine(Engine right) {
            return Twist.of(Engine.class, right, "start", (arguments, start) -> {
                InstanceName fresh = ((InstanceStart) arguments[0]).name();
                right.observe(fresh.release().project()).instances().stream()
                        .map(ObservedInstance::name)
                        .filter(i ->
                                i.release().application().equals(fresh.release().application()))
                        .filter(i -> !i.release().equals(fresh.release()))
                        .forEach(right::remove);
                return start.apply(arguments);
            });
        }
    },
    /** Taking back goes forwards: the new instances are removed before requests are led back to the old ones. */
    UNDONE_IN_WRONG_ORDER {
        @Override
        public RoutePublisher routes(RoutePublisher right, Engine engine) {
            return Twist.of(RoutePublisher.class, right, "confirm", (arguments, confirm) -> {
                try {
                    return confirm.apply(arguments);
                } catch (RouteException e) {
                    ((ApplicationRoutes) arguments[1]).tried().forEach(engine::remove);
                    throw e;
                }
            });
        }
    },
    /** What fails again and again is tried again at once. */
    NO_BACKOFF {
        @Override
        public RandomGenerator random(RandomGenerator right) {
            return always(5);
        }
    },
    /** What failed is left alone for ever longer, and nothing resets that. */
    BACKOFF_NEVER_OVER {
        @Override
        public RandomGenerator random(RandomGenerator right) {
            return always(-20_000);
        }
    },
    /** A deployment that was cut off is not taken up by the next daemon. */
    INTERRUPTED_NOT_TAKEN_UP {
        @Override
        public void atStart(Store store) {
            StoreDoor.hideUnfinished(store);
        }
    },
    /** Things of another store are taken for one's own. */
    STORE_ID_IGNORED {
        @Override
        public Engine engine(Engine right) {
            return Twist.of(Engine.class, right, "observe", (arguments, observe) -> {
                ObservedState own = (ObservedState) observe.apply(arguments);
                List<ObservedInstance> all = new ArrayList<>(own.instances());
                own.instances().stream().findFirst().map(PlantedBugs::strangers).ifPresent(all::add);
                return new ObservedState(
                        own.project(), own.network(), own.proxyJoined(), own.volumes(), own.images(), all);
            });
        }
    },
    /** An instance that writes a volume is taken for stopped before it is. */
    STARTED_BEFORE_STOPPED {
        @Override
        public Engine engine(Engine right) {
            return Twist.of(Engine.class, right, "stop", (arguments, stop) -> {
                InstanceName name = (InstanceName) arguments[0];
                boolean writes = name.release().application().equals(ApplicationName.of("db"));
                return writes ? arguments : stop.apply(arguments);
            });
        }
    },
    /** Nobody waits for what is in flight. */
    NOT_DRAINED {
        @Override
        public HealthGate health(HealthGate right) {
            return Twist.of(HealthGate.class, right, "awaitDrained", (arguments, await) -> arguments);
        }
    },
    /** There is no look at everything that would find what events missed. */
    NO_FULL_LOOK {
        @Override
        public boolean looksAround() {
            return false;
        }
    },
    /** An instance that runs is taken for healthy, whatever its check says. */
    HEALTH_NOT_ASKED {
        @Override
        public Engine engine(Engine right) {
            return Twist.of(Engine.class, right, "probe", (arguments, probe) -> {
                Object answer = probe.apply(arguments);
                return answer instanceof ProbeResult.Failing ? new ProbeResult.Healthy() : answer;
            });
        }
    },
    /** With a project its volumes go, too. */
    VOLUMES_DELETED_UNASKED {
        @Override
        public Engine engine(Engine right) {
            return Twist.of(Engine.class, right, "removeNetwork", (arguments, remove) -> {
                ProjectName project = (ProjectName) arguments[0];
                right.observe(project).volumes().stream()
                        .filter(volume -> volume.startsWith(project + "_"))
                        .forEach(volume -> right.removeVolume(new VolumeName(volume, false)));
                return remove.apply(arguments);
            });
        }
    },
    /** What nobody wants any more is stopped and stays. */
    LEFTOVERS {
        @Override
        public Engine engine(Engine right) {
            return Twist.of(Engine.class, right, "remove", (arguments, remove) -> arguments);
        }
    },
    /** A change that is to be made in place is not made, and tried at every look. */
    CHANGED_AT_EVERY_LOOK {
        @Override
        public Engine engine(Engine right) {
            return Twist.of(Engine.class, right, "update", (arguments, update) -> {
                right.stop((InstanceName) arguments[0], Duration.ZERO);
                return update.apply(arguments);
            });
        }
    };

    private static RandomGenerator always(double drawn) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return drawn;
            }
        };
    }

    private static ObservedInstance strangers(ObservedInstance like) {
        ReleaseName release =
                new ReleaseName(Invariants.STRANGER, like.name().release().application(), "00000000");
        return new ObservedInstance(
                new InstanceName(release, 1),
                like.recipe(),
                like.state(),
                like.exitCode(),
                like.oomKilled(),
                like.startedAt(),
                like.finishedAt(),
                like.restarts(),
                like.attached(),
                like.answersToApplication(),
                like.address(),
                like.resources(),
                like.engineRestart(),
                like.writesVolume(),
                like.imageId(),
                like.otherName(),
                like.otherNetworks(),
                like.otherLimits());
    }
}
