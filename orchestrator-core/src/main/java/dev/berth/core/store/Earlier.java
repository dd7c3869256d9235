package dev.berth.core.store;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The releases of each application that were accepted before the present one, whole and sealed as that is, so that they
 * can be gone back to; as many as {@code deploy.keep} says. Each is numbered by the deployment that accepted it.
 */
public final class Earlier {
    private record Row(ApplicationName application, long deployment, long revision, Instant at, byte[] body) {}

    private static final String ALL =
            "SELECT application, deployment, revision, at, body FROM earlier WHERE project = ? ";

    private final Database database;
    private final SealingKey key;

    Earlier(Database database, SealingKey key) {
        this.database = database;
        this.key = key;
    }

    /** Newest first. */
    public List<EarlierRelease> of(ProjectName project, ApplicationName application) {
        return database
                .read(session -> session.all(
                        ALL + "AND application = ? ORDER BY deployment DESC",
                        row -> new Row(
                                new ApplicationName(row.getString(1)),
                                row.getLong(2),
                                row.getLong(3),
                                Instant.parse(row.getString(4)),
                                row.getBytes(5)),
                        project,
                        application))
                .stream()
                .map(row -> open(project, row))
                .toList();
    }

    public Optional<EarlierRelease> find(ProjectName project, ApplicationName application, long deployment) {
        return of(project, application).stream()
                .filter(earlier -> earlier.deployment() == deployment)
                .findFirst();
    }

    /** Of all applications of the project, sorted by name, newest first. */
    public List<StoredRelease> all(ProjectName project) {
        return database.read(session -> session.all(
                "SELECT application, deployment, fingerprint, image, image_id, at FROM earlier"
                        + " WHERE project = ? ORDER BY application, deployment DESC",
                Earlier::stored,
                project));
    }

    static StoredRelease stored(ResultSet row) throws SQLException {
        return new StoredRelease(
                new ApplicationName(row.getString(1)),
                row.getLong(2),
                Fingerprint.of(row.getString(3)),
                row.getString(4),
                row.getString(5),
                Instant.parse(row.getString(6)));
    }

    /** Remembers one that gives way now. */
    void add(Session session, ProjectName project, EarlierRelease given) throws SQLException {
        DesiredApplication application = given.application();
        byte[] clear = RecordJson.write(application, DesiredApplication.class).getBytes(StandardCharsets.UTF_8);
        session.run(
                "INSERT OR REPLACE INTO earlier"
                        + " (project, application, deployment, revision, fingerprint, image, image_id, at, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                project,
                application.name(),
                given.deployment(),
                given.revision(),
                application.release().fingerprint(),
                application.release().image().reference(),
                application.release().imageId().orElseThrow(),
                given.at(),
                key.seal(clear, context(project, application.name(), given.deployment())));
    }

    /** The revision that a release was made from which was accepted before. */
    Optional<Long> revision(Session session, ProjectName project, ApplicationName application, Fingerprint release)
            throws SQLException {
        return session.one(
                "SELECT revision FROM earlier WHERE project = ? AND application = ? AND fingerprint = ?"
                        + " ORDER BY deployment DESC LIMIT 1",
                row -> row.getLong(1),
                project,
                application,
                release);
    }

    /** Lets go of what is accepted again now, and of what is beyond those that are to be kept. */
    void trim(Session session, ProjectName project, DesiredApplication accepted) throws SQLException {
        session.run(
                "DELETE FROM earlier WHERE project = ?1 AND application = ?2 AND (fingerprint = ?3 OR deployment NOT IN"
                        + " (SELECT deployment FROM earlier WHERE project = ?1 AND application = ?2"
                        + " AND fingerprint <> ?3 ORDER BY deployment DESC LIMIT ?4))",
                project,
                accepted.name(),
                accepted.release().fingerprint(),
                accepted.deploy().keep());
    }

    void forget(Session session, ProjectName project, ApplicationName application) throws SQLException {
        session.run("DELETE FROM earlier WHERE project = ? AND application = ?", project, application);
    }

    private EarlierRelease open(ProjectName project, Row row) {
        byte[] clear = key.open(row.body(), context(project, row.application(), row.deployment()));
        return new EarlierRelease(
                row.deployment(),
                row.revision(),
                row.at(),
                RecordJson.read(new String(clear, StandardCharsets.UTF_8), DesiredApplication.class));
    }

    private static String[] context(ProjectName project, ApplicationName application, long deployment) {
        return new String[] {"earlier", project.text(), application.text(), Long.toString(deployment)};
    }
}
