package dev.berth.core.store;

import dev.berth.core.plan.AcceptedReleases;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.Fingerprint;
import dev.berth.core.release.ImageSpec;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last proven release of each application, whole and sealed (its environment holds secrets), so that it can be made
 * again whatever became of the definition, the secrets and the uploads it came from.
 */
public final class Accepted {
    private record Row(String application, byte[] body) {}

    /** What was read out of a row; the same bytes are not opened twice. */
    private record Opened(byte[] sealed, DesiredApplication application) {}

    /** One as it is stored. */
    private record Known(Origin origin, String fingerprint, Row row) {}

    /** Says where what is accepted now is from. */
    private interface Source {
        /**
         * @param before where the release is from that was accepted until now
         * @param same whether it is accepted once more
         * @param earlier the revision it was made from when it was accepted before that one
         */
        Origin of(Optional<Origin> before, boolean same, Optional<Long> earlier);
    }

    private final Database database;
    private final SealingKey key;
    private final Wishes wishes;
    private final Earlier earlier;
    private final InstantSource clock;
    private final Map<ProjectName, Map<String, Opened>> opened = new ConcurrentHashMap<>();

    Accepted(Database database, SealingKey key, Wishes wishes, Earlier earlier, InstantSource clock) {
        this.database = database;
        this.key = key;
        this.wishes = wishes;
        this.earlier = earlier;
        this.clock = clock;
    }

    /**
     * What a deployment that tries this revision accepts and forgets. A release that is accepted already stays the one of
     * the deployment that accepted it first; one that gives way can be gone back to.
     */
    public AcceptedReleases during(long deployment, long revision) {
        return from((before, same, known) ->
                same ? before.orElseThrow().provenAs(revision) : new Origin(deployment, revision, 0, clock.instant()));
    }

    /** What a deployment accepts that goes back to earlier releases, while this is the newest revision. */
    public AcceptedReleases goingBack(long deployment, long newest) {
        return from((before, same, known) -> same
                ? before.orElseThrow()
                : new Origin(
                        deployment, known.or(() -> before.map(Origin::revision)).orElse(0L), newest, clock.instant()));
    }

    /** Accepts again what was accepted before, as from where that was. */
    public AcceptedReleases again() {
        return from((before, same, known) -> before.orElseGet(() -> new Origin(0, 0, 0, clock.instant())));
    }

    private AcceptedReleases from(Source source) {
        return new AcceptedReleases() {
            @Override
            public void accept(
                    ProjectName project,
                    DesiredApplication application,
                    String imageId,
                    Set<ApplicationName> inPlaceOf) {
                database.write(session -> {
                    Accepted.this.forget(session, project, inPlaceOf);
                    return keep(session, project, application, imageId, source);
                });
            }

            @Override
            public void forget(ProjectName project, Set<ApplicationName> applications) {
                database.write(session -> Accepted.this.forget(session, project, applications));
            }
        };
    }

    /** What supervision keeps true, with the user's standing wishes in it. */
    public DesiredState state(ProjectName project) {
        List<Row> rows = database.read(session -> session.all(
                "SELECT application, body FROM accepted WHERE project = ?",
                row -> new Row(row.getString(1), row.getBytes(2)),
                project));
        Map<String, Opened> before = opened.getOrDefault(project, Map.of());
        Map<String, Opened> now = new TreeMap<>();
        rows.forEach(row -> now.put(row.application(), opened(project, row, before.get(row.application()))));
        if (now.isEmpty()) {
            opened.remove(project);
        } else {
            opened.put(project, now);
        }
        return wishes.upon(new DesiredState(
                project, now.values().stream().map(Opened::application).toList()));
    }

    /** Application → where its accepted release is from. */
    public SortedMap<ApplicationName, Origin> origins(ProjectName project) {
        SortedMap<ApplicationName, Origin> found = new TreeMap<>();
        database.read(session -> session.all(
                "SELECT application, deployment, revision, rolled_back, at FROM accepted WHERE project = ?",
                row -> found.put(
                        new ApplicationName(row.getString(1)),
                        new Origin(row.getLong(2), row.getLong(3), row.getLong(4), Instant.parse(row.getString(5)))),
                project));
        return found;
    }

    /** Of all applications of the project, sorted by name. */
    public List<StoredRelease> all(ProjectName project) {
        return database.read(session -> session.all(
                "SELECT application, deployment, fingerprint, image, image_id, at FROM accepted"
                        + " WHERE project = ? ORDER BY application",
                Earlier::stored,
                project));
    }

    /** What was gone back to gives way again at its next start: its definition was applied once more. */
    public void askAgain(ProjectName project) {
        if (origins(project).values().stream().anyMatch(origin -> origin.rolledBack() > 0)) {
            database.write(session -> session.run("UPDATE accepted SET rolled_back = 0 WHERE project = ?", project));
        }
    }

    /** Every project that has an accepted release, sorted. */
    public List<ProjectName> projects() {
        return database.read(session -> session.all(
                "SELECT DISTINCT project FROM accepted ORDER BY project", row -> new ProjectName(row.getString(1))));
    }

    /** The digests of the build contexts that accepted releases are from. */
    Set<String> uploads() {
        Set<String> found = new TreeSet<>();
        for (ProjectName project : projects()) {
            for (DesiredApplication application : state(project).applications()) {
                if (application.release().image() instanceof ImageSpec.Built built) {
                    built.contextDigest().ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private int keep(
            Session session, ProjectName project, DesiredApplication application, String imageId, Source source)
            throws SQLException {
        DesiredApplication proven =
                application.withRelease(application.release().pinnedTo(imageId)).withStopped(false);
        byte[] clear = RecordJson.write(proven, DesiredApplication.class).getBytes(StandardCharsets.UTF_8);
        Fingerprint fingerprint = application.release().fingerprint();
        Optional<Known> before = known(session, project, application.name());
        boolean same = before.filter(b -> b.fingerprint().equals(fingerprint.toString()))
                .isPresent();
        Origin origin = source.of(
                before.map(Known::origin), same, earlier.revision(session, project, application.name(), fingerprint));
        if (before.isPresent() && !same && before.get().origin().deployment() > 0) {
            earlier.add(session, project, earlier(project, before.get()));
        }
        earlier.trim(session, project, proven);
        return session.run(
                "INSERT OR REPLACE INTO accepted (project, application, deployment, revision, rolled_back,"
                        + " fingerprint, image, image_id, at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                project,
                application.name(),
                origin.deployment(),
                origin.revision(),
                origin.rolledBack(),
                fingerprint,
                application.release().image().reference(),
                imageId,
                origin.at(),
                key.seal(clear, "accepted", project.text(), application.name().text()));
    }

    private static Optional<Known> known(Session session, ProjectName project, ApplicationName application)
            throws SQLException {
        return session.one(
                "SELECT deployment, revision, rolled_back, at, fingerprint, application, body FROM accepted"
                        + " WHERE project = ? AND application = ?",
                row -> new Known(
                        new Origin(row.getLong(1), row.getLong(2), row.getLong(3), Instant.parse(row.getString(4))),
                        row.getString(5),
                        new Row(row.getString(6), row.getBytes(7))),
                project,
                application);
    }

    private EarlierRelease earlier(ProjectName project, Known known) {
        Origin origin = known.origin();
        return new EarlierRelease(origin.deployment(), origin.revision(), origin.at(), open(project, known.row()));
    }

    private int forget(Session session, ProjectName project, Set<ApplicationName> applications) throws SQLException {
        int forgotten = 0;
        for (ApplicationName application : applications) {
            wishes.forget(project, application);
            earlier.forget(session, project, application);
            forgotten +=
                    session.run("DELETE FROM accepted WHERE project = ? AND application = ?", project, application);
        }
        return forgotten;
    }

    private Opened opened(ProjectName project, Row row, Opened before) {
        return before != null && Arrays.equals(before.sealed(), row.body())
                ? before
                : new Opened(row.body(), open(project, row));
    }

    private DesiredApplication open(ProjectName project, Row row) {
        byte[] clear = key.open(row.body(), "accepted", project.text(), row.application());
        return RecordJson.read(new String(clear, StandardCharsets.UTF_8), DesiredApplication.class);
    }
}
