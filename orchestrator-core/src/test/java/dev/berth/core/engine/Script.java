package dev.berth.core.engine;

import java.util.List;
import java.util.OptionalInt;

/**
 * What instances of an image do in the {@link InMemoryEngine}.
 *
 * @param healthyAfter how many probes fail before the first that passes
 * @param exits code with which the process ends as soon as it is started; empty: it runs on
 * @param prints what it prints after its start
 */
public record Script(int healthyAfter, OptionalInt exits, boolean oomKilled, List<String> prints) {
    private static final int NEVER = Integer.MAX_VALUE;

    public Script {
        prints = List.copyOf(prints);
    }

    public static Script healthy() {
        return healthyAfter(0);
    }

    public static Script healthyAfter(int failedProbes) {
        return new Script(failedProbes, OptionalInt.empty(), false, List.of("ready"));
    }

    public static Script neverHealthy() {
        return healthyAfter(NEVER);
    }

    public static Script exits(int code, String... prints) {
        return new Script(NEVER, OptionalInt.of(code), false, List.of(prints));
    }

    public static Script outOfMemory() {
        return new Script(NEVER, OptionalInt.of(137), true, List.of("allocating"));
    }
}
