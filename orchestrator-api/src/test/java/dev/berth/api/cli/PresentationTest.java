package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked for, and shown, on which kind of output. */
class PresentationTest {
    private static final String RED = "\u001b[31merror:\u001b[0m there is no project shop\n";

    private final Wire wire = new Wire();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        wire.close();
    }

    private int run(Map<String, String> more, boolean terminalOut, boolean terminalErr, String... arguments) {
        return run(out, more, terminalOut, terminalErr, arguments);
    }

    private int run(
            OutputStream to, Map<String, String> more, boolean terminalOut, boolean terminalErr, String... arguments) {
        Map<String, String> variables = new HashMap<>(
                Map.of("BERTH_URL", "http://127.0.0.1:" + wire.port(), "BERTH_TOKEN", "x", "COLUMNS", "100"));
        variables.putAll(more);
        Surroundings surroundings =
                new Surroundings(variables, "/home/ann", "/", false, false, terminalOut, terminalErr);
        Console console = new Console(new ByteArrayInputStream(new byte[0]), to, err, surroundings);
        return new CommandLine(surroundings, console, new HandTicks()).run(arguments);
    }

    private String asked(int request) {
        return wire.header(request, "Accept") + " " + wire.header(request, "Berth-columns") + " "
                + wire.header(request, "Berth-color");
    }

    @Test
    void coloursAreForTerminalsAndWhoWantsThem() {
        wire.on("GET /api/v1/projects", 200, "");
        run(Map.of(), true, true, "ls");
        run(Map.of("NO_COLOR", "1"), true, true, "ls");
        run(Map.of("TERM", "dumb"), true, true, "ls");
        run(Map.of(), false, true, "ls");
        assertEquals(
                """
                text/plain 100 1
                text/plain 100 (none)
                text/plain 100 (none)
                text/plain (none) (none)""",
                asked(0) + "\n" + asked(1) + "\n" + asked(2) + "\n" + asked(3));
    }

    @Test
    void errorsThatGoToAFileLoseTheirColours() {
        wire.on("GET /api/v1/projects/shop", 404, RED, "Berth-Exit: 2");
        assertEquals(2, run(Map.of(), true, false, "status", "shop"));
        assertEquals("error: there is no project shop\n", err.toString(StandardCharsets.UTF_8));
        err.reset();
        run(Map.of(), true, true, "status", "shop");
        assertEquals(RED, err.toString(StandardCharsets.UTF_8));
        err.reset();
        run(Map.of(), true, false, "frobnicate");
        assertEquals(
                "error: berth has no verb \"frobnicate\"\nfix: berth help lists them all\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void jsonOfAStreamIsPrintedLineByLineAsItComes() {
        wire.on(
                "GET /api/v1/projects/shop/applications/web/logs",
                200,
                "{\"text\":\"a\"}\n{\"text\":\"b\"}\n",
                "Content-Type: application/x-ndjson");
        assertEquals(0, run(Map.of(), false, false, "logs", "shop/web", "-o", "json"));
        assertEquals("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("application/json (none) (none)", asked(0));
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertEquals(2, run(Map.of(), false, false, "ls", "-o", "yaml"));
        assertEquals("error: -o is text or json, not \"yaml\"\n", err.toString(StandardCharsets.UTF_8));
        assertEquals("", wire.asked());
    }

    @Test
    void exitCodesSayWhoseFaultItIs() {
        wire.on("GET /api/v1/projects", 503, "error: the engine is away\n", "Berth-Exit: 1");
        assertEquals(1, run(Map.of(), false, false, "ls"));
        wire.on("GET /api/v1/routes", 422, "error: wrong\n", "Berth-Exit: 2");
        assertEquals(2, run(Map.of(), false, false, "routes"));
        wire.on("GET /api/v1/doctor", 500, "error: a bug\n", "Berth-Exit: 70");
        assertEquals(70, run(Map.of(), false, false, "doctor"));
        wire.on("GET /api/v1/tokens", 502, "<html>a proxy</html>", "Content-Type: text/html");
        err.reset();
        assertEquals(1, run(Map.of(), false, false, "token", "ls"));
        assertEquals(
                "error: the daemon at http://127.0.0.1:" + wire.port() + " answered 502 Bad Gateway:\n"
                        + "<html>a proxy</html>\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aBugOfTheCommandLineSaysSoAndEndsWithSeventy() {
        wire.on("GET /api/v1/projects", 200, "x");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) {
                throw new IllegalStateException("inner workings");
            }
        };
        assertEquals(70, run(broken, Map.of(), false, false, "ls"));
        String[] lines = err.toString(StandardCharsets.UTF_8).split("\n");
        assertEquals("error: this is a bug in berth; report it with these lines:", lines[0]);
        assertEquals("java.lang.IllegalStateException: inner workings", lines[1]);
    }

    @Test
    void aClosedOutputEndsWithOneAndInSilence() {
        wire.on("GET /api/v1/projects", 200, "x");
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertEquals(1, run(closed, Map.of(), false, false, "ls"));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aKeptSecretIsConfirmedToAPersonOnly() {
        wire.on("PUT /api/v1/projects/shop/secrets/KEY", 204, "");
        wire.runIn(Path.of("/"), "value", "secret", "set", "shop", "KEY");
        assertEquals("", wire.out);
        assertEquals("value", wire.text(0));
    }

    @Test
    void theVersionIsJsonToo() {
        run(Map.of(), false, false, "version", "-o", "json");
        assertEquals("{\"version\": \"(not from a jar)\"}\n", out.toString(StandardCharsets.UTF_8));
    }
}
