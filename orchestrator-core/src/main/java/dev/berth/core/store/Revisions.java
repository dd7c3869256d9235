package dev.berth.core.store;

import dev.berth.core.project.ProjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The definitions of all projects, numbered. A project is known from its first one until it was removed. */
public final class Revisions {
    private static final String ALL = "SELECT project, number, file, text, uploads, actor, at FROM revision ";
    private static final int KEPT = 50;
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final Database database;

    Revisions(Database database) {
        this.database = database;
    }

    /** Stores a definition under the next number, and lets go of very old ones that no kept release is from. */
    public Revision add(
            ProjectName project, String file, String text, Map<String, String> uploads, String actor, Instant at) {
        return database.write(session -> {
            long number = session.number("SELECT max(number) FROM revision WHERE project = ?", project) + 1;
            session.run(
                    "INSERT INTO revision (project, number, file, text, uploads, actor, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    project,
                    number,
                    file,
                    text,
                    RecordJson.writeTexts(uploads),
                    actor,
                    at);
            session.run(
                    "DELETE FROM revision WHERE project = ?1 AND number <= ?2"
                            + " AND number NOT IN (SELECT revision FROM accepted WHERE project = ?1"
                            + " UNION SELECT revision FROM earlier WHERE project = ?1)",
                    project,
                    number - KEPT);
            return new Revision(project, number, file, text, uploads, actor, at);
        });
    }

    public Optional<Revision> newest(ProjectName project) {
        return database.read(session ->
                session.one(ALL + "WHERE project = ? ORDER BY number DESC LIMIT 1", Revisions::revision, project));
    }

    public Optional<Revision> find(ProjectName project, long number) {
        return database.read(
                session -> session.one(ALL + "WHERE project = ? AND number = ?", Revisions::revision, project, number));
    }

    /** Every project that has a definition, sorted. */
    public List<ProjectName> projects() {
        return database.read(session -> session.all(
                "SELECT DISTINCT project FROM revision ORDER BY project", row -> new ProjectName(row.getString(1))));
    }

    /** The digests of all uploads that a kept definition was sent with or names itself. */
    Set<String> uploads() {
        return database
                .read(session -> session.all("SELECT uploads || ' ' || text FROM revision", row -> row.getString(1)))
                .stream()
                .flatMap(text -> DIGEST.matcher(text).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Revision revision(ResultSet row) throws SQLException {
        return new Revision(
                new ProjectName(row.getString(1)),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                RecordJson.readTexts(row.getString(5)),
                row.getString(6),
                Instant.parse(row.getString(7)));
    }
}
