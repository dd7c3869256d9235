package dev.berth.core.store;

import dev.berth.core.project.ProjectName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How often a deliberate second look brought another image under the same reference. It is counted a project, so that
 * looking again in one never restarts another.
 */
public final class Generations {
    private record Known(long number, String imageId) {}

    private final Database database;

    Generations(Database database) {
        this.database = database;
    }

    /** 0 until a second look brought something else. */
    public long of(ProjectName project, String reference) {
        return known(project, reference).map(Known::number).orElse(0L);
    }

    /**
     * Notes what a second look brought.
     *
     * @param proven the id of the image of the accepted release
     * @param now its id after the look
     * @return whether that is another image
     */
    public boolean looked(ProjectName project, String reference, String proven, String now) {
        Optional<Known> known = known(project, reference);
        boolean other = !proven.equals(now) && !known.map(Known::imageId).equals(Optional.of(now));
        if (other) {
            database.write(session -> session.run(
                    "INSERT OR REPLACE INTO generation (project, reference, number, image_id) VALUES (?, ?, ?, ?)",
                    project,
                    reference,
                    known.map(Known::number).orElse(0L) + 1,
                    now));
        }
        return other;
    }

    /** Reference → generation, of those that have one. */
    public Map<String, Long> all(ProjectName project) {
        Map<String, Long> found = new TreeMap<>();
        database.read(session -> session.all(
                "SELECT reference, number FROM generation WHERE project = ?",
                row -> found.put(row.getString(1), row.getLong(2)),
                project));
        return found;
    }

    private Optional<Known> known(ProjectName project, String reference) {
        return database.read(session -> session.one(
                "SELECT number, image_id FROM generation WHERE project = ? AND reference = ?",
                row -> new Known(row.getLong(1), row.getString(2)),
                project,
                reference));
    }
}
