package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    private final Wire wire = new Wire();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void anAnswerIsPrintedAsItComes() {
        wire.on("GET /api/v1/projects", 200, "PROJECT  STATE\nshöp     running\n");

        assertEquals(0, wire.run("ls"));
        assertEquals("PROJECT  STATE\nshöp     running\n", wire.out);
        assertEquals("", wire.err);
        assertEquals("text/plain", wire.header(0, "Accept"));
        assertEquals("Bearer t0ken", wire.header(0, "Authorization"));
        assertEquals("(none)", wire.header(0, "Berth-color"));
    }

    @Test
    void aTerminalsWidthAndColoursAreTold() {
        wire.on("GET /api/v1/projects", 200, "");

        wire.run(true, directory, "", "ls");

        assertEquals("80 1", wire.header(0, "Berth-columns") + " " + wire.header(0, "Berth-color"));
    }

    @Test
    void jsonIsPrintedAsTheDaemonWroteIt() {
        wire.on("GET /api/v1/projects/shop", 200, "{\"name\":\"shop\"}", "Content-Type: application/json");

        assertEquals(0, wire.run("status", "shop", "-o", "json"));
        assertEquals("{\"name\":\"shop\"}\n", wire.out);
        assertEquals("application/json", wire.header(0, "Accept"));
    }

    @Test
    void aRefusalGoesToStandardErrorWithTheDaemonsExitCode() {
        wire.on("GET /api/v1/projects/shop", 404, "error: there is no project shop\n", "Berth-Exit: 2");

        assertEquals(2, wire.run("status", "shop"));
        assertEquals("", wire.out);
        assertEquals("error: there is no project shop\n", wire.err);
    }

    @Test
    void aRefusedTokenIsNamedByWhereItComesFrom() {
        wire.on("GET /api/v1/projects", 401, "error: no such token\n");

        assertEquals(1, wire.run("ls"));
        assertEquals("error: no such token\nthe token that was sent is the one of BERTH_TOKEN\n", wire.err);
    }

    @Test
    void everyVerbAsksItsOwnThing() {
        wire.run("describe", "shop/web");
        wire.run("deployments", "shop/web", "--limit", "3");
        wire.run("deployments", "shop");
        wire.run("logs", "shop/web", "-f", "--tail", "5", "--deployment", "7");
        wire.run("events");
        wire.run("routes");
        wire.run("secret", "ls", "shop");
        wire.run("secret", "rm", "shop", "KEY");
        wire.run("token", "ls");
        wire.run("token", "rm", "ci");
        wire.run("doctor");
        wire.run("schema");
        wire.run("deploy", "shop/web");
        wire.run("restart", "shop/web");
        wire.run("stop", "shop/web");
        wire.run("start", "shop/web");
        wire.run("scale", "shop/web", "3");
        wire.run("rollback", "shop/web");
        wire.run("rollback", "shop/web", "--to", "5");
        wire.run("cancel", "12");
        wire.run("delete", "shop", "--volumes", "--yes");

        assertEquals(
                """
                GET /api/v1/projects/shop/applications/web
                GET /api/v1/deployments?project=shop&application=web&limit=3
                GET /api/v1/deployments?project=shop
                GET /api/v1/projects/shop/applications/web/logs?follow=true&deployment=7&tail=5
                GET /api/v1/events
                GET /api/v1/routes
                GET /api/v1/projects/shop/secrets
                DELETE /api/v1/projects/shop/secrets/KEY
                GET /api/v1/tokens
                DELETE /api/v1/tokens/ci
                GET /api/v1/doctor
                GET /api/v1/schema
                POST /api/v1/projects/shop/applications/web/deployments
                POST /api/v1/projects/shop/applications/web/restart
                POST /api/v1/projects/shop/applications/web/stop
                POST /api/v1/projects/shop/applications/web/start
                POST /api/v1/projects/shop/applications/web/scale
                POST /api/v1/projects/shop/applications/web/rollback
                POST /api/v1/projects/shop/applications/web/rollback
                DELETE /api/v1/deployments/12
                DELETE /api/v1/projects/shop?volumes=true""",
                wire.asked());
        assertEquals("{\"replicas\": 3}", wire.text(16));
        assertEquals("", wire.text(17));
        assertEquals("{\"to\": 5}", wire.text(18));
    }

    @Test
    void namesNeverReachAnotherPath() {
        wire.run("secret", "rm", "shop", "../../x y?");

        assertEquals("DELETE /api/v1/projects/shop/secrets/..%2F..%2Fx%20y%3F", wire.asked());
    }

    @Test
    void aProjectWhereAnApplicationIsMeantIsExplained() {
        assertEquals(2, wire.run("restart", "shop"));
        assertEquals(
                "error: berth restart needs PROJECT/APP, not \"shop\", such as shop/web; berth status shop lists them\n",
                wire.err);
        assertEquals(2, wire.run("status", "shop/web"));
        assertEquals(
                "error: berth status needs a PROJECT, not \"shop/web\"; for one application: berth describe shop/web\n",
                wire.err);
    }

    @Test
    void aSecretComesFromStandardInputWithoutItsLastLineEnd() {
        wire.on("PUT /api/v1/projects/shop/secrets/KEY", 204, "");

        assertEquals(0, wire.runIn(directory, "two\nlines\n", "secret", "set", "shop", "KEY"));
        assertEquals("two\nlines", wire.text(0));
        assertEquals("", wire.out + wire.err);
        assertEquals(2, wire.runIn(directory, "\n", "secret", "set", "shop", "KEY"));
    }

    @Test
    void deletingAsksFirstAndOnlyAPersonCanSayYes() {
        wire.on("GET /api/v1/projects/shop?preview=delete&volumes=true", 200, "shop/web and the volume shop_data\n");
        wire.on("DELETE /api/v1/projects/shop?volumes=true", 200, "gone\n");

        assertEquals(2, wire.run("delete", "shop"));
        assertEquals(
                "error: nothing was changed: without a terminal nobody can be asked\n"
                        + "fix: when it is meant, say so: berth delete shop --yes\n",
                wire.err);
        assertEquals("", wire.asked());

        assertEquals(2, wire.run(true, directory, "n\n", "delete", "shop", "--volumes"));
        assertEquals("GET /api/v1/projects/shop?preview=delete&volumes=true", wire.asked());

        assertEquals(0, wire.run(true, directory, "y\n", "delete", "shop", "--volumes"));
        assertEquals("shop/web and the volume shop_data\ngone\n", wire.out);
        assertEquals("Delete shop and the data in its volumes? [y/N] ", wire.err);
    }

    @Test
    void aDaemonThatIsNotThereIsNamedWithTheRemedy() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;

        assertEquals(
                1,
                Outcome.of(Map.of("BERTH_URL", url, "BERTH_TOKEN", "x"), directory, "ls")
                        .code());
        assertEquals(
                "error: cannot reach the Berth daemon at " + url + ": connection refused\n"
                        + "fix: start it with ./berth daemon, or set BERTH_URL to where it is\n",
                Outcome.of(Map.of("BERTH_URL", url, "BERTH_TOKEN", "x"), directory, "ls")
                        .err());
    }

    @Test
    void withoutATokenItIsSaidWhereOneWasLookedFor() {
        wire.on("GET /api/v1/projects", 401, "error: no token\n");

        Outcome outcome = Outcome.of(
                Map.of("BERTH_URL", "http://127.0.0.1:" + wire.port(), "BERTH_DATA_DIR", directory.toString()),
                directory,
                "ls");

        assertEquals(
                "error: no token\nno token was sent: BERTH_TOKEN is not set, and there is no " + directory
                        + "/admin.token\n",
                outcome.err());
    }

    @Test
    void theDaemonsOwnTokenIsFoundInItsDataDirectory() throws IOException {
        Files.writeString(directory.resolve("admin.token"), "f1le\n");
        wire.on("GET /api/v1/projects", 200, "");

        Outcome.of(
                Map.of("BERTH_URL", "http://127.0.0.1:" + wire.port(), "BERTH_DATA_DIR", directory.toString()),
                directory,
                "ls");

        assertEquals("Bearer f1le", wire.header(0, "Authorization"));
    }

    @Test
    void aWrongAddressIsTheUsersMistake() {
        Outcome outcome = Outcome.of(Map.of("BERTH_URL", "localhost:7070"), directory, "ls");

        assertEquals(
                "2 error: BERTH_URL is \"localhost:7070\"; it must be like http://127.0.0.1:7070 or"
                        + " https://berth.example.org\n",
                outcome.code() + " " + outcome.err());
    }
}
