package dev.berth.core.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who ordered what: the last 10,000 orders. */
public final class Audit {
    private static final int KEPT = 10_000;

    private final Database database;
    private final InstantSource clock;

    Audit(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public void add(String actor, String action, String target, String outcome) {
        database.write(session -> {
            session.run(
                    "INSERT INTO audit (at, actor, action, target, outcome) VALUES (?, ?, ?, ?, ?)",
                    clock.instant(),
                    actor,
                    action,
                    target,
                    outcome);
            return session.run("DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ?", KEPT);
        });
    }

    /** The newest first. */
    public List<AuditEntry> list(int limit) {
        return database.read(session -> session.all(
                "SELECT at, actor, action, target, outcome FROM audit ORDER BY id DESC LIMIT ?",
                row -> new AuditEntry(
                        Instant.parse(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)),
                limit));
    }
}
