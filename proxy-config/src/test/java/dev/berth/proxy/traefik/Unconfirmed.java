package dev.berth.proxy.traefik;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;

/** Why something is not confirmed. */
final class Unconfirmed {
    private static final int MOST = 20;

    private Unconfirmed() {}

    /** Asked again where a busy machine had no answer within the half second that the last look has at least. */
    static TraefikFailure of(TraefikApi api, PublishedOwner owner, Duration patience) {
        TraefikFailure failure = null;
        for (int i = 0; i < MOST && (failure == null || failure.getMessage().contains("no answer within")); i++) {
            failure = assertThrows(TraefikFailure.class, () -> api.confirm(owner, patience));
        }
        return failure;
    }
}
