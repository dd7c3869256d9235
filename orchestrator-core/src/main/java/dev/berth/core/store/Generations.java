package dev.berth.core.store;

import dev.berth.core.project.ProjectName;
import java.util.Optional;

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
     * @param before the id of the image before the look, as far as the engine had it
     * @param now its id after the look
     * @return whether that is another image than the one known
     */
    public boolean looked(ProjectName project, String reference, Optional<String> before, String now) {
        return database.write(session -> {
            Optional<Known> known = known(project, reference);
            Optional<String> last = known.map(Known::imageId).or(() -> before);
            boolean other = last.isPresent() && !last.get().equals(now);
            session.run(
                    "INSERT OR REPLACE INTO generation (project, reference, number, image_id) VALUES (?, ?, ?, ?)",
                    project,
                    reference,
                    known.map(Known::number).orElse(0L) + (other ? 1 : 0),
                    now);
            return other;
        });
    }

    private Optional<Known> known(ProjectName project, String reference) {
        return database.read(session -> session.one(
                "SELECT number, image_id FROM generation WHERE project = ? AND reference = ?",
                row -> new Known(row.getLong(1), row.getString(2)),
                project,
                reference));
    }
}
