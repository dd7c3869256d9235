package dev.berth.core.proxy;

import dev.berth.core.release.FingerprintKey;
import dev.berth.core.route.Trial;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * What a request carries to try instances: known to the daemon, to Traefik and, once it is tried, to the instance itself, which
 * learns nothing by it about others. The same for the same instances, so that what is published can be compared.
 */
public record TrialWords(FingerprintKey key) {
    /** 128 bits. */
    private static final int DIGITS = 32;

    String of(Trial trial) {
        String what = trial.instances().stream().map(Object::toString).collect(Collectors.joining("\n", "try\n", ""));
        return key.code(what.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }
}
