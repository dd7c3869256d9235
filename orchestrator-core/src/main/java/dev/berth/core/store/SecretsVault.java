package dev.berth.core.store;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.Release;
import dev.berth.core.release.Secret;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The secret values of all projects, sealed. Each new value is a new version; the last five are kept, and whichever stand
 * in a release that is accepted or can be gone back to.
 */
public final class SecretsVault {
    private record Row(String name, long version, byte[] sealed) {}

    private static final int LAST = 5;

    private final Database database;
    private final SealingKey key;
    private final InstantSource clock;
    private final Function<ProjectName, List<Release>> releases;

    /** @param releases the accepted and the earlier ones of a project */
    SecretsVault(
            Database database, SealingKey key, InstantSource clock, Function<ProjectName, List<Release>> releases) {
        this.database = database;
        this.key = key;
        this.clock = clock;
        this.releases = releases;
    }

    /** Stores a value; the same value again is no new version. Returns the version. */
    public long set(ProjectName project, String name, Secret value) {
        return database.write(session -> {
            Optional<Row> newest = newest(project, name);
            if (newest.isPresent() && open(project, newest.get()).equals(value)) {
                return newest.get().version();
            }
            long version = newest.map(Row::version).orElse(0L) + 1;
            byte[] sealed = key.seal(
                    value.reveal().getBytes(StandardCharsets.UTF_8),
                    "secret",
                    project.text(),
                    name,
                    Long.toString(version));
            session.run(
                    "INSERT INTO secret (project, name, version, at, sealed) VALUES (?, ?, ?, ?, ?)",
                    project,
                    name,
                    version,
                    clock.instant(),
                    sealed);
            trim(session, project, name, version - LAST);
            return version;
        });
    }

    /** Lets go of the versions up to this one that no release stands by; of equal values the newest is enough. */
    private void trim(Session session, ProjectName project, String name, long last) throws SQLException {
        List<Release> standing = releases.apply(project);
        Set<Secret> kept = new HashSet<>();
        for (Row row : rows(project, name)) {
            Secret value = open(project, row);
            boolean needed = row.version() > last || standing.stream().anyMatch(release -> release.holds(value));
            if (!(needed && kept.add(value)) && row.version() <= last) {
                session.run(
                        "DELETE FROM secret WHERE project = ? AND name = ? AND version = ?",
                        project,
                        name,
                        row.version());
            }
        }
    }

    /** Forgets a secret with all its versions; whether there was one. */
    public boolean remove(ProjectName project, String name) {
        return database.write(
                        session -> session.run("DELETE FROM secret WHERE project = ? AND name = ?", project, name))
                > 0;
    }

    /** Name → newest version. */
    public SortedMap<String, Long> names(ProjectName project) {
        SortedMap<String, Long> found = new TreeMap<>();
        database.read(session -> session.all(
                "SELECT name, max(version) FROM secret WHERE project = ? GROUP BY name",
                row -> found.put(row.getString(1), row.getLong(2)),
                project));
        return found;
    }

    /** Name → newest value. */
    public Map<String, Secret> values(ProjectName project) {
        Map<String, Secret> found = new TreeMap<>();
        names(project).keySet().forEach(name -> newest(project, name)
                .ifPresent(row -> found.put(name, open(project, row))));
        return found;
    }

    /** The values of one secret that are kept, the newest first; none when there is no such secret. */
    public List<Secret> versions(ProjectName project, String name) {
        return rows(project, name).stream().map(row -> open(project, row)).toList();
    }

    /** The newest first. */
    private List<Row> rows(ProjectName project, String name) {
        return database.read(session -> session.all(
                "SELECT name, version, sealed FROM secret WHERE project = ? AND name = ? ORDER BY version DESC",
                row -> new Row(row.getString(1), row.getLong(2), row.getBytes(3)),
                project,
                name));
    }

    /** Every value that is kept, old versions too: what must not be shown. */
    public List<Secret> everyValue(ProjectName project) {
        return database
                .read(session -> session.all(
                        "SELECT name, version, sealed FROM secret WHERE project = ?",
                        row -> new Row(row.getString(1), row.getLong(2), row.getBytes(3)),
                        project))
                .stream()
                .map(row -> open(project, row))
                .toList();
    }

    private Optional<Row> newest(ProjectName project, String name) {
        return database.read(session -> session.one(
                "SELECT name, version, sealed FROM secret WHERE project = ? AND name = ? ORDER BY version DESC LIMIT 1",
                row -> new Row(row.getString(1), row.getLong(2), row.getBytes(3)),
                project,
                name));
    }

    private Secret open(ProjectName project, Row row) {
        byte[] clear = key.open(row.sealed(), "secret", project.text(), row.name(), Long.toString(row.version()));
        return Secret.of(new String(clear, StandardCharsets.UTF_8));
    }
}
