package dev.berth.core.store;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Outcome;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.DeploymentEvent.Happening;
import dev.berth.core.deploy.Task;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was ordered, how it went and what happened meanwhile; the last 200 of each project. */
public final class Deployments {
    /**
     * A deployment that is not over.
     *
     * @param attempts how often it was begun
     * @param cancelled whether a user wants it to end
     */
    public record Unfinished(Deployment deployment, Task task, int attempts, boolean cancelled) {}

    static final int KEPT = 200;
    private static final String COLUMNS = "SELECT id, project, application, revision, status, cause, actor, created_at,"
            + " finished_at, outcomes, message, task, attempts, cancelled,"
            + " (SELECT at FROM event WHERE event.deployment = deployment.id AND number = 1) FROM deployment ";

    private final Database database;
    private final InstantSource clock;
    private final Occurrences occurrences;

    Deployments(Database database, InstantSource clock, Occurrences occurrences) {
        this.database = database;
        this.clock = clock;
        this.occurrences = occurrences;
    }

    /** Queues one. */
    public Deployment add(ProjectName project, Task task, long revision, String actor) {
        return database.write(session -> {
            Instant now = clock.instant();
            session.run(
                    "INSERT INTO deployment (project, application, revision, status, cause, actor, created_at,"
                            + " outcomes, message, task, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, '[]', '', ?, 0)",
                    project,
                    task.application(),
                    revision,
                    Status.QUEUED.text(),
                    task.cause(),
                    actor,
                    now,
                    RecordJson.write(task, Task.class));
            long id = session.number("SELECT last_insert_rowid()");
            session.run(
                    "DELETE FROM deployment WHERE finished_at IS NOT NULL AND project = ? AND id <="
                            + " (SELECT id FROM deployment WHERE project = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
                    project,
                    project,
                    KEPT);
            return find(id).orElseThrow();
        });
    }

    /** Notes that it is begun (once more); false when it is over already. */
    public boolean begin(long id) {
        return database.write(session -> {
            int begun = session.run(
                    "UPDATE deployment SET status = ?, attempts = attempts + 1 WHERE id = ? AND finished_at IS NULL",
                    Status.RUNNING.text(),
                    id);
            if (begun == 1) {
                boolean first = session.number("SELECT attempts FROM deployment WHERE id = ?", id) == 1;
                String what = first ? " began" : " is taken up again";
                occurrences.add("deployment", find(id).orElseThrow(), d -> d.cause() + what);
            }
            return begun == 1;
        });
    }

    /** Puts one that was begun back, to be begun at the next start of the daemon as if it had not been. */
    public void putOff(long id) {
        database.write(session -> session.run(
                "UPDATE deployment SET status = ?, attempts = attempts - 1 WHERE id = ? AND status = ?",
                Status.QUEUED.text(),
                id,
                Status.RUNNING.text()));
    }

    /** Notes that a user wants one to end, so that it is not taken up again; nothing when it is over already. */
    public void cancel(long id) {
        database.write(
                session -> session.run("UPDATE deployment SET cancelled = 1 WHERE id = ? AND finished_at IS NULL", id));
    }

    /** Ends one, with its last event; false when it was over already, and stays as it was. */
    public boolean finish(long id, Status status, List<Outcome> outcomes, String message) {
        return database.write(session -> {
            int changed = session.run(
                    "UPDATE deployment SET status = ?, outcomes = ?, message = ?, finished_at = ?"
                            + " WHERE id = ? AND finished_at IS NULL",
                    status.text(),
                    RecordJson.writeList(outcomes, Outcome.class),
                    message,
                    clock.instant(),
                    id);
            if (changed == 1) {
                append(id, "", new DeploymentEvent.Finished(status, message));
                occurrences.add(
                        status == Status.FAILED ? "failed" : "deployment",
                        find(id).orElseThrow(),
                        d -> d.cause() + " " + status.text() + (message.isEmpty() ? "" : ": " + message));
            }
            return changed == 1;
        });
    }

    /** Adds an event under the next number. */
    public DeploymentEvent append(long id, String stage, Happening happening) {
        return database.append(session -> {
            Instant now = clock.instant();
            long number = session.number("SELECT max(number) FROM event WHERE deployment = ?", id) + 1;
            session.run(
                    "INSERT INTO event (deployment, number, at, stage, body) VALUES (?, ?, ?, ?, ?)",
                    id,
                    number,
                    now,
                    stage,
                    RecordJson.write(happening, Happening.class));
            return new DeploymentEvent(number, now, stage, happening);
        });
    }

    /** Events numbered above {@code after}, in order, at most {@code limit}. */
    public List<DeploymentEvent> events(long id, long after, int limit) {
        return database.read(session -> session.all(
                "SELECT number, at, stage, body FROM event WHERE deployment = ? AND number > ? ORDER BY number LIMIT ?",
                row -> new DeploymentEvent(
                        row.getLong(1),
                        Instant.parse(row.getString(2)),
                        row.getString(3),
                        RecordJson.read(row.getString(4), Happening.class)),
                id,
                after,
                limit));
    }

    public Optional<Deployment> find(long id) {
        return database.read(session -> session.one(COLUMNS + "WHERE id = ?", Deployments::deployment, id));
    }

    /** What is not over of one project, oldest first. */
    public List<Unfinished> unfinished(ProjectName project) {
        return database.read(session -> session.all(
                COLUMNS + "WHERE project = ? AND finished_at IS NULL ORDER BY id", Deployments::unfinished, project));
    }

    /** Projects that have one that is not over. */
    public List<ProjectName> projectsWithUnfinished() {
        return database.read(session -> session.all(
                "SELECT DISTINCT project FROM deployment WHERE finished_at IS NULL ORDER BY project",
                row -> new ProjectName(row.getString(1))));
    }

    /** The newest first; with an application also those of its whole project. */
    public List<Deployment> list(Optional<ProjectName> project, Optional<ApplicationName> application, int limit) {
        return database.read(session -> session.all(
                COLUMNS
                        + "WHERE (?1 IS NULL OR project = ?1) AND (?2 IS NULL OR application IS NULL OR application = ?2)"
                        + " ORDER BY id DESC LIMIT ?3",
                Deployments::deployment,
                project,
                application,
                limit));
    }

    private static Deployment deployment(ResultSet row) throws SQLException {
        return new Deployment(
                row.getLong(1),
                new ProjectName(row.getString(2)),
                Optional.ofNullable(row.getString(3)).map(ApplicationName::new),
                row.getLong(4),
                Status.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getString(6),
                row.getString(7),
                Instant.parse(row.getString(8)),
                begunAt(row),
                Optional.ofNullable(row.getString(9)).map(Instant::parse),
                RecordJson.readList(row.getString(10), Outcome.class),
                row.getString(11));
    }

    private static Optional<Instant> begunAt(ResultSet row) throws SQLException {
        boolean begun = row.getInt(13) > 0;
        return Optional.ofNullable(row.getString(15)).filter(first -> begun).map(Instant::parse);
    }

    private static Unfinished unfinished(ResultSet row) throws SQLException {
        return new Unfinished(
                deployment(row), RecordJson.read(row.getString(12), Task.class), row.getInt(13), row.getBoolean(14));
    }
}
