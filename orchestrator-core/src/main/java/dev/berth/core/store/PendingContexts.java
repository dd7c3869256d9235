package dev.berth.core.store;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.Optional;

/** Build contexts uploaded for the next definition of an application that names a relative one. */
public final class PendingContexts {
    private final Database database;

    PendingContexts(Database database) {
        this.database = database;
    }

    /** @param digest {@code sha256:…} of the upload */
    public void set(ProjectName project, ApplicationName application, String digest) {
        database.write(session -> session.run(
                "INSERT OR REPLACE INTO pending_context (project, application, digest) VALUES (?, ?, ?)",
                project,
                application,
                digest));
    }

    public Optional<String> find(ProjectName project, ApplicationName application) {
        return database.read(session -> session.one(
                "SELECT digest FROM pending_context WHERE project = ? AND application = ?",
                row -> row.getString(1),
                project,
                application));
    }

    /** The digests of all of them. */
    List<String> uploads() {
        return database.read(
                session -> session.all("SELECT DISTINCT digest FROM pending_context", row -> row.getString(1)));
    }
}
