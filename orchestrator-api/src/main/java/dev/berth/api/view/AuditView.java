package dev.berth.api.view;

import dev.berth.core.store.AuditEntry;
import java.time.Instant;

/** Who ordered what, in an answer. */
public record AuditView(Instant at, String actor, String action, String target, String outcome) {
    public static AuditView of(AuditEntry entry) {
        return new AuditView(entry.at(), entry.actor(), entry.action(), entry.target(), entry.outcome());
    }
}
