package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own: what signals and pipes do to it. */
class ProcessTest {
    private final Wire wire = new Wire();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        wire.close();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT", // who runs these tests in the background has it ignored
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.berth.api.cli.Berth"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("BERTH_URL", "http://127.0.0.1:" + wire.port());
        builder.environment().put("BERTH_TOKEN", "x");
        return builder.start();
    }

    private static String rest(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder heard = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            heard.append((char) b);
            if (heard.toString().endsWith(end)) {
                return heard.toString();
            }
        }
        throw new AssertionError("ended after " + heard);
    }

    @Test
    void whoLeavesWithCtrlCReadsHowToComeBack() throws Exception {
        wire.on(
                "GET /api/v1/deployments/7/events?format=text",
                new Wire.Answer(
                        200,
                        List.of("Content-Type: text/event-stream", Wire.STAY),
                        "id: 1\ndata: web\tstep\tbuild\t\n\n".getBytes(StandardCharsets.UTF_8)));
        Process process = start("follow", "7");
        assertEquals("web: build\n", until(process.getInputStream(), "\n"));
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertEquals(
                "130 \ndeployment 7 goes on without you\n  follow it:  berth follow 7\n  end it:     berth cancel 7\n",
                process.waitFor() + " " + rest(process.getErrorStream()));
    }

    @Test
    void whatIsPipedInIsReadToItsEnd() throws Exception {
        wire.on("PUT /api/v1/projects/shop/secrets/PASSWORD", 204, "");
        Process secret = start("secret", "set", "shop", "PASSWORD");
        try (OutputStream in = secret.getOutputStream()) {
            in.write("pa$$word\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("0 ", secret.waitFor() + " " + rest(secret.getErrorStream()));
        assertEquals("pa$$word", wire.text(0));
        wire.on("POST /api/v1/projects/-/plan", 200, "nothing to do\n");
        Process plan = start("plan", "-f", "/dev/stdin");
        try (OutputStream in = plan.getOutputStream()) {
            in.write("project: shop\napplications: {}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("0 ", plan.waitFor() + " " + rest(plan.getErrorStream()));
    }

    @Test
    void aReaderThatHasHadEnoughIsNoReasonToComplain() throws Exception {
        wire.on("GET /api/v1/projects", 200, "line\n".repeat(100_000));
        Process process = start("ls");
        assertEquals("line\n", until(process.getInputStream(), "\n"));
        process.getInputStream().close();
        assertEquals("1 ", process.waitFor() + " " + rest(process.getErrorStream()));
    }

    @Test
    void inAPipeThereIsNoColourAndNoProgressThatIsDrawnAgain() throws Exception {
        wire.on(
                "GET /api/v1/deployments/7/events?format=text",
                200,
                "id: 1\ndata: web\tstep\tbuild\t\n\nid: 2\ndata: web\tdone\tbuild\t2300\n\n"
                        + "id: 3\ndata: \tfinished:failed\tweb: no\t61000\n\n",
                "Content-Type: text/event-stream");
        Process process = start("follow", "7");
        assertEquals(
                "1 web: build\nweb: done after 2.3 s\nfailed after 1 min 1 s: web: no\n",
                process.waitFor() + " " + rest(process.getInputStream()));
        assertEquals("", rest(process.getErrorStream()));
    }

    @Test
    void theDaemonsMistakesInItsOptionsAreTheUsers() throws Exception {
        Process process = start("daemon", "--htp-port", "80", "--proxy", "nginx");
        assertEquals(
                """
                2 error: berth daemon has no option "--htp-port"; did you mean "--http-port"?
                error: berth daemon takes options only, not "80"
                error: --proxy is managed, external or none, not "nginx"
                """,
                process.waitFor() + " " + rest(process.getErrorStream()));
    }
}
