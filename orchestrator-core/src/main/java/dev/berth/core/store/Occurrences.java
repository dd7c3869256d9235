package dev.berth.core.store;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Occurrence;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What happened lately in all projects: the last 2,000. */
public final class Occurrences {
    private static final int KEPT = 2_000;

    private final Database database;
    private final InstantSource clock;

    Occurrences(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public long add(
            String kind,
            Optional<ProjectName> project,
            Optional<ApplicationName> application,
            OptionalLong deployment,
            String message) {
        return database.append(session -> {
            session.run(
                    "INSERT INTO occurrence (at, kind, project, application, deployment, message)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    clock.instant(),
                    kind,
                    project,
                    application,
                    deployment.isPresent() ? deployment.getAsLong() : null,
                    message);
            long number = session.number("SELECT last_insert_rowid()");
            session.run("DELETE FROM occurrence WHERE number <= ?", number - KEPT);
            return number;
        });
    }

    long add(String kind, Deployment deployment, Function<Deployment, String> message) {
        return add(
                kind,
                Optional.of(deployment.project()),
                deployment.application(),
                OptionalLong.of(deployment.id()),
                message.apply(deployment));
    }

    /** The last {@code limit} of a project's numbered above {@code after}, oldest first. */
    public List<Occurrence> last(ProjectName project, long after, int limit) {
        return list(
                "SELECT * FROM (SELECT number, at, kind, project, application, deployment, message FROM occurrence"
                        + " WHERE project = ? AND number > ? ORDER BY number DESC LIMIT ?) ORDER BY number",
                project,
                after,
                limit);
    }

    /** The last {@code limit} of those numbered above {@code after}, oldest first. */
    public List<Occurrence> last(long after, int limit) {
        return list(
                "SELECT * FROM (SELECT number, at, kind, project, application, deployment, message FROM occurrence"
                        + " WHERE number > ? ORDER BY number DESC LIMIT ?) ORDER BY number",
                after,
                limit);
    }

    /** The first {@code limit} of those numbered above {@code after}. */
    public List<Occurrence> next(long after, int limit) {
        return list(
                "SELECT number, at, kind, project, application, deployment, message FROM occurrence"
                        + " WHERE number > ? ORDER BY number LIMIT ?",
                after,
                limit);
    }

    private List<Occurrence> list(String sql, Object... parameters) {
        return database.read(session -> session.all(
                sql,
                row -> {
                    long deployment = row.getLong(6);
                    return new Occurrence(
                            row.getLong(1),
                            Instant.parse(row.getString(2)),
                            row.getString(3),
                            Optional.ofNullable(row.getString(4)).map(ProjectName::new),
                            Optional.ofNullable(row.getString(5)).map(ApplicationName::new),
                            deployment == 0 ? OptionalLong.empty() : OptionalLong.of(deployment),
                            row.getString(7));
                },
                parameters));
    }
}
