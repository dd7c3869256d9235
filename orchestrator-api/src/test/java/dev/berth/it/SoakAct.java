package dev.berth.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What may happen in a soak, and how often beside the others. */
enum SoakAct {
    APPLY(24) {
        @Override
        String go(Soak soak) {
            return soak.apply(soak.nextFile(false));
        }
    },
    APPLY_BROKEN(5) {
        @Override
        String go(Soak soak) {
            return soak.apply(soak.nextFile(true));
        }
    },
    SCALE(10) {
        @Override
        String go(Soak soak) {
            return soak.order("scale", "{\"replicas\": " + soak.random(1, 3) + "}");
        }
    },
    RESTART(5) {
        @Override
        String go(Soak soak) {
            return soak.order("restart", "");
        }
    },
    STOP(4) {
        @Override
        String go(Soak soak) {
            return soak.order("stop", "");
        }
    },
    START(6) {
        @Override
        String go(Soak soak) {
            return soak.order("start", "");
        }
    },
    DELETE(4) {
        @Override
        String go(Soak soak) {
            return soak.delete();
        }
    },
    CANCEL(4) {
        @Override
        String go(Soak soak) {
            return soak.cancel();
        }
    },
    MEDDLE(16) {
        @Override
        String go(Soak soak) {
            return soak.meddle();
        }
    },
    KILL_DAEMON(8) {
        @Override
        String go(Soak soak) {
            soak.daemon().kill();
            soak.daemon().launch();
            return "";
        }
    },
    END_DAEMON(1) {
        @Override
        String go(Soak soak) {
            soak.daemon().terminate();
            soak.daemon().launch();
            return "";
        }
    },
    KILL_PROXY(2) {
        @Override
        String go(Soak soak) {
            return soak.disturbProxy("kill");
        }
    },
    REMOVE_PROXY(1) {
        @Override
        String go(Soak soak) {
            return soak.disturbProxy("rm", "-f");
        }
    },
    LOSE_EVENTS(4) {
        @Override
        String go(Soak soak) {
            return soak.loseEvents();
        }
    },
    CUT_ENGINE(3) {
        @Override
        String go(Soak soak) {
            return soak.cutEngine();
        }
    },
    FILL_DISK(3) {
        @Override
        String go(Soak soak) {
            return soak.fillDisk();
        }
    },
    /** Only of an engine that nobody else uses. */
    KILL_ENGINE(3) {
        @Override
        String go(Soak soak) {
            return soak.killEngine();
        }
    };

    private static final List<SoakAct> ALL = new ArrayList<>();

    static {
        for (SoakAct act : values()) {
            IntStream.range(0, act.weight).forEach(i -> ALL.add(act));
        }
    }

    private final int weight;

    SoakAct(int weight) {
        this.weight = weight;
    }

    /** Does it; answers what happened. */
    abstract String go(Soak soak);

    static SoakAct next(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }
}
