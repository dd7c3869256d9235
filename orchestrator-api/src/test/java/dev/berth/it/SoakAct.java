package dev.berth.it;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What may happen in a soak, and how often beside the others. */
enum SoakAct {
    APPLY(24, soak -> soak.apply(soak.nextFile(false))),
    APPLY_BROKEN(5, soak -> soak.apply(soak.nextFile(true))),
    SCALE(10, soak -> soak.order("scale", "{\"replicas\": " + soak.random(1, 3) + "}")),
    RESTART(5, soak -> soak.order("restart", "")),
    STOP(4, soak -> soak.order("stop", "")),
    ROLLBACK(6, Soak::rollback),
    START(6, soak -> soak.order("start", "")),
    DELETE(4, Soak::delete),
    CANCEL(4, Soak::cancel),
    MEDDLE(16, Soak::meddle),
    KILL_DAEMON(8, soak -> {
        soak.daemon().kill();
        soak.daemon().launch();
        return "";
    }),
    END_DAEMON(1, soak -> {
        soak.daemon().terminate();
        soak.daemon().launch();
        return "";
    }),
    KILL_PROXY(2, soak -> soak.disturbProxy("kill")),
    REMOVE_PROXY(1, soak -> soak.disturbProxy("rm", "-f")),
    LOSE_EVENTS(4, Soak::loseEvents),
    CUT_ENGINE(3, Soak::cutEngine),
    FILL_DISK(3, Soak::fillDisk),
    /** Only of an engine that nobody else uses. */
    KILL_ENGINE(3, Soak::killEngine);

    private static final List<SoakAct> ALL = Stream.of(values())
            .flatMap(act -> IntStream.range(0, act.weight).mapToObj(i -> act))
            .toList();

    private final int weight;
    private final Function<Soak, String> happening;

    SoakAct(int weight, Function<Soak, String> happening) {
        this.weight = weight;
        this.happening = happening;
    }

    /** Does it; answers what happened. */
    String go(Soak soak) {
        return happening.apply(soak);
    }

    static SoakAct next(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }
}
