package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ExecRequest;
import dev.berth.core.engine.ExecSession;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.LogQuery;
import dev.berth.core.engine.ProbeResult;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What instances print, commands inside them, and questions put to them. */
@Execution(ExecutionMode.CONCURRENT)
final class ConversationIT {
    /** Tests run side by side: a common pool may have one thread for all of them. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final InstanceName FIRST = Releases.of("busybox").release().instance(1);

    private final RealEngine real = new RealEngine();
    private final DockerEngine engine = DockerEngine.connect(real.settings());

    @AfterEach
    void clean() {
        engine.close();
        real.close();
    }

    @Test
    void linesAreReassembledOfBothStreams() {
        String script =
                "printf 'half '; sleep 0.2; echo line; echo wrong >&2; printf 'x%.0s' $(seq 40000); echo; printf end";
        run("sh", "-c", script);
        ended();
        List<LogLine> lines = engine.tail(FIRST, 10);
        assertEquals(
                List.of("OUT half line", "ERR wrong", "OUT " + "x".repeat(40_000), "OUT end").stream()
                        .sorted()
                        .toList(),
                lines.stream()
                        .map(line -> line.stream() + " " + line.text())
                        .sorted()
                        .toList());
        assertEquals(List.of("end"), texts(engine.tail(FIRST, 1)));
        List<LogLine> since = new ArrayList<>();
        engine.logs(
                FIRST,
                new LogQuery(
                        false,
                        Integer.MAX_VALUE,
                        Optional.of(lines.get(lines.size() - 1).at())),
                since::add);
        assertEquals(List.of("end"), texts(since));
    }

    @Test
    void aFollowerHearsEverythingUntilTheEnd() throws Exception {
        run("sh", "-c", "i=0; while [ $i -lt 5 ]; do echo $i; i=$((i+1)); sleep 0.1; done");
        List<LogLine> heard = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> follower = CompletableFuture.runAsync(
                () -> engine.logs(FIRST, new LogQuery(true, Integer.MAX_VALUE, Optional.empty()), heard::add), THREADS);
        follower.get(20, TimeUnit.SECONDS);
        assertEquals(List.of("0", "1", "2", "3", "4"), texts(heard));
    }

    @Test
    void aFollowerEndsAtAnInterrupt() throws Exception {
        run("sh", "-c", "echo ready; exec sleep 1000");
        CompletableFuture<EngineException> outcome = new CompletableFuture<>();
        CompletableFuture<LogLine> first = new CompletableFuture<>();
        Thread follower = new Thread(() -> {
            try {
                engine.logs(FIRST, new LogQuery(true, Integer.MAX_VALUE, Optional.empty()), first::complete);
            } catch (EngineException e) {
                outcome.complete(e);
            }
        });
        follower.start();
        assertEquals("ready", first.get(10, TimeUnit.SECONDS).text());
        follower.interrupt();
        assertEquals(
                EngineException.Kind.INTERRUPTED,
                outcome.get(5, TimeUnit.SECONDS).kind());
    }

    @Test
    void aCommandReadsItsInputToTheEnd() throws IOException {
        run("sleep", "1000");
        byte[] sent = "0123456789abcdef".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (ExecSession session = engine.exec(FIRST, new ExecRequest(List.of("cat"), false, true))) {
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                    () -> session.run((stream, bytes) -> received.writeBytes(bytes)), THREADS);
            try (OutputStream input = session.input()) {
                input.write(sent);
            }
            assertEquals(0, code.join());
        }
        assertEquals(new String(sent, StandardCharsets.UTF_8), received.toString(StandardCharsets.UTF_8));
    }

    @Test
    void bothStreamsAndTheCodeOfACommandComeBack() {
        run("sleep", "1000");
        List<String> heard = new ArrayList<>();
        try (ExecSession session = engine.exec(
                FIRST, new ExecRequest(List.of("sh", "-c", "echo out; echo err >&2; exit 9"), false, false))) {
            int code = session.run(
                    (stream, bytes) -> heard.add(stream + " " + new String(bytes, StandardCharsets.UTF_8).strip()));
            assertEquals(9, code);
        }
        Collections.sort(heard);
        assertEquals(List.of("ERR err", "OUT out"), heard);
    }

    @Test
    void aTerminalHasTheSizeItIsTold() {
        run("sleep", "1000");
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (ExecSession session =
                engine.exec(FIRST, new ExecRequest(List.of("sh", "-c", "read go; stty size"), true, true))) {
            session.resize(132, 43);
            OutputStream input = session.input();
            input.write("go\n".getBytes(StandardCharsets.UTF_8));
            assertEquals(0, session.run((stream, bytes) -> seen.writeBytes(bytes)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        assertTrue(seen.toString(StandardCharsets.UTF_8).contains("43 132"), seen::toString);
    }

    @Test
    void aWebApplicationIsAskedOverItsOwnAddress() {
        run("sh", "-c", "mkdir /www; echo fine > /www/ok; exec httpd -f -p 8000 -h /www");
        Waiting.until("the web server", () -> probe(new HealthCheck.Http(8000, "/ok")) instanceof ProbeResult.Healthy);
        assertEquals(
                "Failing[why=GET /missing on port 8000 answered 404]",
                probe(new HealthCheck.Http(8000, "/missing")).toString());
        assertEquals(new ProbeResult.Healthy(), probe(new HealthCheck.Tcp(8000)));
        assertEquals(
                "Failing[why=port 8001: Connection refused]",
                probe(new HealthCheck.Tcp(8001)).toString());
        assertEquals(new ProbeResult.Healthy(), probe(new HealthCheck.Running(Duration.ZERO)));
        assertTrue(
                probe(new HealthCheck.Running(Duration.ofHours(1))).toString().endsWith(" s of 3600 s]"));
    }

    @Test
    void aWebApplicationThatDoesNotAnswerIsWaitedForNoLongerThanItsTimeout() {
        run("nc", "-ll", "-p", "8000", "-e", "sleep", "1000");
        Waiting.until("the listener", () -> probe(new HealthCheck.Tcp(8000)) instanceof ProbeResult.Healthy);
        assertEquals(
                "Failing[why=GET /ok on port 8000: no answer within 300 ms]",
                engine.probe(FIRST, asking(new HealthCheck.Http(8000, "/ok"), Duration.ofMillis(300)))
                        .toString());
    }

    @Test
    void theWaitForAnApplicationThatDoesNotAnswerEndsAtAnInterrupt() throws Exception {
        run("nc", "-ll", "-p", "8000", "-e", "sleep", "1000");
        Waiting.until("the listener", () -> probe(new HealthCheck.Tcp(8000)) instanceof ProbeResult.Healthy);
        CompletableFuture<EngineException> outcome = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                engine.probe(FIRST, asking(new HealthCheck.Http(8000, "/ok"), Duration.ofMinutes(5)));
            } catch (EngineException e) {
                outcome.complete(e);
            }
        });
        asking.start();
        Waiting.until("it to wait", () -> asking.getState() == Thread.State.TIMED_WAITING);
        asking.interrupt();
        assertEquals(
                EngineException.Kind.INTERRUPTED,
                outcome.get(20, TimeUnit.SECONDS).kind());
    }

    private static HealthCheck asking(HealthCheck.Probe probe, Duration timeout) {
        return new HealthCheck(probe, Duration.ofSeconds(1), timeout, 1, Duration.ZERO);
    }

    @Test
    void aCommandThatHangsFailsAndIsKilled() {
        run("sleep", "1000");
        HealthCheck check = new HealthCheck(
                new HealthCheck.Command(List.of("sh", "-c", "echo waiting; exec sleep 2000")),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                1,
                Duration.ZERO);
        assertEquals(
                "Failing[why=[sh, -c, echo waiting; exec sleep 2000] did not end within 5000 ms: waiting]",
                engine.probe(FIRST, check).toString());
        Waiting.until("the command to be gone", () -> !processes().contains("sleep 2000"));
        assertTrue(!Thread.currentThread().isInterrupted());
    }

    @Test
    void aCommandThatIsGivenUpBeforeItHasBegunIsKilledToo() {
        run("sleep", "1000");
        HealthCheck check = asking(new HealthCheck.Command(List.of("sleep", "3000")), Duration.ofMillis(1));
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    "Failing[why=[sleep, 3000] did not end within 1 ms]",
                    engine.probe(FIRST, check).toString());
        }
        Waiting.until("the commands to be gone", () -> !processes().contains("sleep 3000"));
    }

    @Test
    void aCommandThatTheImageLacksFails() {
        run("sleep", "1000");
        assertTrue(
                probe(new HealthCheck.Command(List.of("curl", "-f", "http://localhost")))
                        instanceof ProbeResult.Failing);
    }

    @Test
    void theImagesOwnHealthCheckIsKnownThoughTheEngineDoesNotRunIt() {
        ImageSpec.Built image = new ImageSpec.Built(
                "shop/web:0123456789ab",
                Optional.empty(),
                "Dockerfile",
                Optional.of("FROM busybox\nHEALTHCHECK --interval=7s --retries=2 CMD test -e /ready\n"),
                Optional.empty(),
                Map.of(),
                false,
                0);
        engine.provideImage(Releases.SHOP, Releases.WEB, image, false, ProgressSink.silent());
        engine.createNetwork(Releases.SHOP);
        engine.start(Releases.of(real.instance + "-shop/web:0123456789ab", "sleep", "1000")
                .start());
        HealthCheck check = engine.declaredHealthCheck(FIRST).orElseThrow();
        assertEquals(
                "HealthCheck[probe=Command[command=[/bin/sh, -c, test -e /ready]], interval=PT7S, timeout=PT30S, retries=2,"
                        + " startPeriod=PT0S]",
                check.toString());
        assertTrue(engine.probe(FIRST, check) instanceof ProbeResult.Failing);
        assertTrue(real.container(FIRST.toString())
                .path("State")
                .path("Health")
                .path("Status")
                .asText("none")
                .equals("none"));
    }

    private ProbeResult probe(HealthCheck.Probe probe) {
        return engine.probe(
                FIRST, new HealthCheck(probe, Duration.ofSeconds(1), Duration.ofSeconds(5), 1, Duration.ZERO));
    }

    private String processes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecSession session = engine.exec(FIRST, new ExecRequest(List.of("ps"), false, false))) {
            session.run((stream, bytes) -> out.writeBytes(bytes));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void run(String... command) {
        engine.createNetwork(Releases.SHOP);
        engine.start(Releases.of("busybox", command).start());
    }

    private void ended() {
        Waiting.until(
                "the end",
                () -> !engine.observe(Releases.SHOP).instances().get(0).isRunning());
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }
}
