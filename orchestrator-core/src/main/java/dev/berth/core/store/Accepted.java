package dev.berth.core.store;

import dev.berth.core.plan.AcceptedReleases;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.ImageSpec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The last proven release of each application, whole and sealed (its environment holds secrets), so that it can be made
 * again whatever became of the definition, the secrets and the uploads it came from.
 */
public final class Accepted {
    private record Row(String application, byte[] body) {}

    private final Database database;
    private final SealingKey key;
    private final Wishes wishes;
    private final InstantSource clock;

    Accepted(Database database, SealingKey key, Wishes wishes, InstantSource clock) {
        this.database = database;
        this.key = key;
        this.wishes = wishes;
        this.clock = clock;
    }

    /** What a deployment of this revision accepts and forgets. */
    public AcceptedReleases during(long revision) {
        return new AcceptedReleases() {
            @Override
            public void accept(ProjectName project, DesiredApplication application, String imageId) {
                store(project, application, imageId, revision);
            }

            @Override
            public void forget(ProjectName project, ApplicationName application) {
                Accepted.this.forget(project, application);
            }
        };
    }

    /** What supervision keeps true, with the user's standing wishes in it. */
    public DesiredState state(ProjectName project) {
        List<Row> rows = database.read(session -> session.all(
                "SELECT application, body FROM accepted WHERE project = ?",
                row -> new Row(row.getString(1), row.getBytes(2)),
                project));
        return wishes.upon(new DesiredState(
                project, rows.stream().map(row -> open(project, row)).toList()));
    }

    /** Application → the revision its accepted release is from. */
    public SortedMap<ApplicationName, Long> revisions(ProjectName project) {
        SortedMap<ApplicationName, Long> found = new TreeMap<>();
        database.read(session -> session.all(
                "SELECT application, revision FROM accepted WHERE project = ?",
                row -> found.put(new ApplicationName(row.getString(1)), row.getLong(2)),
                project));
        return found;
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

    private void store(ProjectName project, DesiredApplication application, String imageId, long revision) {
        DesiredApplication proven =
                application.withRelease(application.release().pinnedTo(imageId)).withStopped(false);
        byte[] clear = RecordJson.write(proven, DesiredApplication.class).getBytes(StandardCharsets.UTF_8);
        database.write(session -> session.run(
                "INSERT OR REPLACE INTO accepted"
                        + " (project, application, revision, fingerprint, image, image_id, at, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                project,
                application.name(),
                revision,
                application.release().fingerprint(),
                application.release().image().reference(),
                imageId,
                clock.instant(),
                key.seal(clear, "accepted", project.text(), application.name().text())));
    }

    private void forget(ProjectName project, ApplicationName application) {
        database.write(session -> {
            wishes.forget(project, application);
            return session.run("DELETE FROM accepted WHERE project = ? AND application = ?", project, application);
        });
    }

    private DesiredApplication open(ProjectName project, Row row) {
        byte[] clear = key.open(row.body(), "accepted", project.text(), row.application());
        return RecordJson.read(new String(clear, StandardCharsets.UTF_8), DesiredApplication.class);
    }
}
