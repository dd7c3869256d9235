package dev.berth.core.store;

import java.time.Instant;

/**
 * Who ordered what.
 *
 * @param actor the token's name
 * @param action such as {@code apply}
 * @param target such as {@code shop/web}
 * @param outcome such as {@code deployment 42}, {@code refused: …}
 */
public record AuditEntry(Instant at, String actor, String action, String target, String outcome) {}
