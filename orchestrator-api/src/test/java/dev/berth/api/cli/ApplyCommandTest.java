package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {
    private static final String PLAN = "POST /api/v1/projects/-/plan";
    private static final String PUT = "PUT /api/v1/projects/-";
    private static final String EVENTS = "GET /api/v1/deployments/42/events?format=text";
    private static final String DONE = "id: 1\ndata: web\tstep\tstart shop-web-3f9c2a1b-1  (new)\t\n\n"
            + "id: 2\ndata: web\tdone\tstart shop-web-3f9c2a1b-1\t1200\n\n"
            + "id: 3\ndata: \tfinished:succeeded\thttp://shop.localhost\t\n\n";

    private final Wire wire = new Wire();

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("project.yml"), "project: shop\n");
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void anUnchangedProjectTakesOneRequest() {
        wire.on(PLAN, 200, "shop: nothing to do\n", "Berth-Changes: 0", "ETag: \"4\"");

        assertEquals(0, wire.runIn(directory, "", "apply"));
        assertEquals("shop: nothing to do\n", wire.out);
        assertEquals(PLAN, wire.asked());
        assertEquals("project: shop\n", wire.text(0));
        assertEquals("project.yml", wire.header(0, "Berth-file"));
    }

    @Test
    void aChangeIsShownCarriedOutAndFollowed() {
        wire.on(PLAN, 200, "web:\n  start shop-web-3f9c2a1b-1  (new)\n", "Berth-Changes: 1", "ETag: \"4\"");
        wire.on(PUT, 202, "{}", "Berth-Deployment: 42");
        wire.on(EVENTS, 200, DONE, "Content-Type: text/event-stream");

        assertEquals(0, wire.runIn(directory, "", "apply", "-f", "."));
        assertEquals(
                """
                web:
                  start shop-web-3f9c2a1b-1  (new)
                web: start shop-web-3f9c2a1b-1  (new)
                web: done after 1.2 s
                succeeded: http://shop.localhost
                """,
                wire.out);
        assertEquals(PLAN + "\n" + PUT + "\n" + EVENTS, wire.asked());
        assertEquals("\"4\"", wire.header(1, "If-match"));
    }

    @Test
    void aDryRunEndsWithThePlan() {
        wire.on(PLAN, 200, "web:\n  start\n", "Berth-Changes: 1", "ETag: \"4\"");

        assertEquals(0, wire.runIn(directory, "", "apply", "--dry-run"));
        assertEquals(PLAN, wire.asked());
    }

    @Test
    void detachedItPrintsTheNumberAndLeaves() {
        wire.on(PLAN, 200, "", "Berth-Changes: 1");
        wire.on(PUT, 202, "{}", "Berth-Deployment: 42");

        assertEquals(0, wire.runIn(directory, "", "apply", "--detach"));
        assertEquals("42\n", wire.out);
    }

    @Test
    void jsonIsTheDeploymentAtItsEnd() {
        wire.on(PLAN, 200, "{\"plan\":1}", "Berth-Changes: 1", "Content-Type: application/json");
        wire.on(PUT, 202, "{}", "Berth-Deployment: 42", "Content-Type: application/json");
        wire.on(EVENTS, 200, DONE, "Content-Type: text/event-stream");
        wire.on("GET /api/v1/deployments/42", 200, "{\"id\":42}", "Content-Type: application/json");

        assertEquals(0, wire.runIn(directory, "", "apply", "-o", "json"));
        assertEquals("{\"id\":42}\n", wire.out);
    }

    @Test
    void aRemovalNeedsConsent() {
        wire.on(PLAN, 200, "", "Berth-Changes: 1", "ETag: \"4\"");
        wire.on(PUT, 409, "", "Berth-Consent: api,db");
        wire.on(PUT + "?remove=true", 202, "{}", "Berth-Deployment: 42");
        wire.on(EVENTS, 200, DONE, "Content-Type: text/event-stream");

        assertEquals(2, wire.runIn(directory, "", "apply"));
        assertEquals(
                """
                error: nothing was changed: this would remove api, db, which the file no longer has
                fix: when that is meant, say so: berth apply --yes
                """,
                wire.err);

        assertEquals(2, wire.run(true, directory, "\n", "apply"));
        assertEquals(0, wire.run(true, directory, "y\n", "apply"));
        assertEquals("This removes api, db from the project (volumes stay). Go on? [y/N] ", wire.err);
        assertEquals(0, wire.runIn(directory, "", "apply", "--yes"));
    }

    @Test
    void aWrongFileIsTheDaemonsTextAndTheUsersMistake() {
        wire.on(PLAN, 422, "project.yml:1:1: what\n  1 | project: shop\n    | ^\n  fix: this\n", "Berth-Exit: 2");

        assertEquals(2, wire.runIn(directory, "", "apply"));
        assertEquals("project.yml:1:1: what\n  1 | project: shop\n    | ^\n  fix: this\n", wire.err);
    }

    @Test
    void planSaysByItsExitCodeWhetherThereIsSomethingToDo() {
        wire.on(PLAN, 200, "web:\n", "Berth-Changes: 1");

        assertEquals(0, wire.runIn(directory, "", "plan"));
        assertEquals(3, wire.runIn(directory, "", "plan", "--exit-code"));
    }

    @Test
    void aFileThatIsNotThereOrCannotBeReadIsTheUsersMistake() throws IOException {
        assertEquals(2, wire.runIn(directory, "", "apply", "-f", "nope.yml"));
        assertEquals("error: there is no file nope.yml here (" + directory + ")\n", wire.err);

        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertEquals(2, wire.runIn(directory, "", "apply", "-f", "empty"));
        assertEquals(
                "error: there is no project.yml, project.yaml, berth.yml or berth.yaml in " + empty
                        + "\nfix: name the project file with -f FILE\n",
                wire.err);
        assertEquals("", wire.asked());
    }

    @Test
    void theFileCanComeFromStandardInput() {
        wire.on(PLAN, 200, "", "Berth-Changes: 0");

        assertEquals(0, wire.runIn(directory, "project: piped\n", "apply", "-f", "-"));
        assertEquals("project: piped\n<stdin>", wire.text(0) + wire.header(0, "Berth-file"));
    }
}
