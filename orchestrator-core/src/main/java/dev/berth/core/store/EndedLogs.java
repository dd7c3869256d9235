package dev.berth.core.store;

import dev.berth.core.engine.LogLine;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The last lines of instances that are gone: of each application's last 20. Packed, and sealed as what they may hold. */
public final class EndedLogs {
    private static final int LINES = 1_000;
    private static final int KEPT = 20;

    private final Database database;
    private final SealingKey key;
    private final InstantSource clock;

    EndedLogs(Database database, SealingKey key, InstantSource clock) {
        this.database = database;
        this.key = key;
        this.clock = clock;
    }

    public void add(
            ProjectName project,
            ApplicationName application,
            String instance,
            OptionalLong deployment,
            String cause,
            List<LogLine> lines) {
        List<LogLine> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        byte[] sealed = key.seal(packed(RecordJson.writeList(last, LogLine.class)), "log", project.text(), instance);
        database.append(session -> {
            session.run(
                    "INSERT INTO ended_log (project, application, instance, deployment, cause, at, sealed)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    project,
                    application,
                    instance,
                    deployment.isPresent() ? deployment.getAsLong() : null,
                    cause,
                    clock.instant(),
                    sealed);
            return session.run(
                    "DELETE FROM ended_log WHERE project = ?1 AND application = ?2 AND id <= (SELECT id FROM ended_log"
                            + " WHERE project = ?1 AND application = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)",
                    project,
                    application,
                    KEPT);
        });
    }

    /** The newest first. */
    public List<EndedLog> of(ProjectName project, ApplicationName application) {
        return database.read(session -> session.all(
                "SELECT instance, deployment, cause, at, sealed FROM ended_log"
                        + " WHERE project = ? AND application = ? ORDER BY id DESC",
                row -> {
                    long deployment = row.getLong(2);
                    String instance = row.getString(1);
                    byte[] packed = key.open(row.getBytes(5), "log", project.text(), instance);
                    return new EndedLog(
                            instance,
                            deployment == 0 ? OptionalLong.empty() : OptionalLong.of(deployment),
                            row.getString(3),
                            Instant.parse(row.getString(4)),
                            RecordJson.readList(unpacked(packed), LogLine.class));
                },
                project,
                application));
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String unpacked(byte[] bytes) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
