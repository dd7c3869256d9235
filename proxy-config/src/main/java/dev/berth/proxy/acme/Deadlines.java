package dev.berth.proxy.acme;

import java.time.Duration;

/**
 * How long is waited for an authority.
 *
 * @param answer for one answer, whole; a request that takes longer has failed
 * @param validation until it has looked at a challenge
 * @param issuance until it has signed
 * @param propagation until a DNS record is seen by those who will be asked for it
 */
public record Deadlines(Duration answer, Duration validation, Duration issuance, Duration propagation) {
    public static final Deadlines USUAL =
            new Deadlines(Duration.ofSeconds(30), Duration.ofMinutes(3), Duration.ofMinutes(5), Duration.ofMinutes(3));
}
