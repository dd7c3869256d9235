package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ExecRequest;
import dev.berth.core.engine.ExecSession;
import dev.berth.core.engine.LogLine;
import dev.berth.core.time.Timekeeper;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** A command running inside a container. */
final class DockerExec implements ExecSession {
    private static final Duration BEGINS = Duration.ofSeconds(30);
    private static final int PIECE = 1 << 15;
    private static final Duration LOOK = Duration.ofMillis(50);
    /** For five seconds: what takes longer to start is let go. */
    private static final int STARTING_LOOKS = 100;

    private final DockerApi api;
    private final String container;
    private final String id;
    private final String what;
    private final boolean terminal;
    private final HijackedConnection connection;
    private final OutputStream input;

    private DockerExec(
            DockerApi api, String container, String id, String what, boolean terminal, HijackedConnection connection) {
        this.api = api;
        this.container = container;
        this.id = id;
        this.what = what;
        this.terminal = terminal;
        this.connection = connection;
        this.input = new FilterOutputStream(connection.out()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                connection.endOutput();
            }
        };
    }

    /** @param container the id of a running container, {@code name} what people call it */
    static DockerExec start(DockerApi api, String container, String name, ExecRequest request) {
        String what = "run " + request.command() + " in container " + name;
        ObjectNode body = DockerApi.JSON.createObjectNode();
        request.command().forEach(body.putArray("Cmd")::add);
        body.put("AttachStdin", request.input());
        body.put("AttachStdout", true);
        body.put("AttachStderr", true);
        body.put("Tty", request.terminal());
        String id = api.post("/containers/" + container + "/exec")
                .attempting(what)
                .body(body)
                .json()
                .path("Id")
                .asText();
        ObjectNode how = DockerApi.JSON.createObjectNode().put("Detach", false).put("Tty", request.terminal());
        String path = "/v" + api.agreement().version() + "/exec/" + id + "/start";
        try (Deadline time = new Deadline(api.alarms(), BEGINS)) {
            try {
                HijackedConnection connection = HijackedConnection.open(api.host(), path, how.toString());
                DockerExec exec = new DockerExec(api, container, id, what, request.terminal(), connection);
                if (!request.input()) {
                    connection.endOutput();
                }
                return exec;
            } catch (HijackedConnection.Refusal e) {
                throw DockerFailures.refused(what, e.status(), e.getMessage());
            } catch (IOException e) {
                throw time.expired() ? DockerFailures.timedOut(api.host(), what, BEGINS) : broken(api, what, e);
            }
        }
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public int run(BiConsumer<LogLine.Stream, byte[]> output) {
        try {
            if (terminal) {
                raw(connection.in(), output);
            } else {
                Frames.read(connection.in(), output);
            }
        } catch (IOException e) {
            throw broken(api, what, e);
        }
        return inspect().path("ExitCode").asInt(-1);
    }

    @Override
    public void resize(int columns, int rows) {
        api.post("/exec/" + id + "/resize")
                .query("w", Integer.toString(columns))
                .query("h", Integer.toString(rows))
                .attempting("resize the terminal of a command")
                .run();
    }

    /**
     * Ends a command that goes on although nobody listens: the engine has no call for it. Does nothing when the process
     * cannot be proven to be that of the command.
     */
    void kill(Timekeeper time) throws InterruptedException {
        JsonNode exec = inspect();
        for (int looks = 1; looks < STARTING_LOOKS && isStarting(exec); looks++) {
            time.sleep(LOOK);
            exec = inspect();
        }
        long pid = exec.path("Pid").asLong(0);
        if (!exec.path("Running").asBoolean(false) || pid <= 1) {
            return;
        }
        try {
            if (Files.readString(Path.of("/proc/" + pid + "/cgroup")).contains(container)) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (java.nio.file.NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The engine takes the call before there is a process. */
    private static boolean isStarting(JsonNode exec) {
        return exec.path("Running").asBoolean(false) && exec.path("Pid").asLong(0) == 0;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode inspect() {
        return api.get("/exec/" + id + "/json")
                .attempting("ask how " + what + " ended")
                .json();
    }

    private static void raw(InputStream in, BiConsumer<LogLine.Stream, byte[]> output) throws IOException {
        byte[] buffer = new byte[PIECE];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            output.accept(LogLine.Stream.OUT, Arrays.copyOf(buffer, read));
        }
    }

    private static EngineException broken(DockerApi api, String what, IOException e) {
        return Thread.currentThread().isInterrupted()
                ? DockerFailures.interrupted(what, e)
                : DockerFailures.unreachable(api.host(), what, e);
    }
}
