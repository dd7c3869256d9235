package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.operate.ApplyResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployingTest {
    static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: web:1
                port: 8000
                domain: shop.localhost
                env: {COLOUR: red}
                depends_on: [redis]
              redis:
                image: redis:7
                volumes: [data:/data]
            """;

    @TempDir
    Path data;

    @Test
    void anApplyRunsWhatTheFileSays() {
        try (TestBerth berth = TestBerth.in(data)) {
            Deployment deployment = berth.deploy(SHOP);
            assertEquals(Status.SUCCEEDED, deployment.status(), deployment.message());
            assertEquals("redis running, web running", berth.running());
            assertEquals(
                    State.RUNNING,
                    berth.status("web").state(),
                    berth.status("web").toString());
            assertEquals(
                    List.of("http://shop.localhost:8080"), berth.status("web").urls());
        }
    }

    @Test
    void theSameApplyAgainTouchesNothing() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(SHOP);
            List<String> calls = berth.engine.calls();
            long rows = berth.store.database().changes();
            assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SHOP));
            berth.settle();
            assertEquals(calls, berth.engine.calls());
            assertEquals(rows, berth.store.database().changes());
        }
    }

    @Test
    void aFailingReleaseLeavesTheOldOneServing() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(SHOP);
            String before = berth.instance("web").name().toString();
            berth.engine.script("web:2", Script.exits(3, "no database here"));
            Deployment deployment = berth.deploy(SHOP.replace("web:1", "web:2"));
            assertEquals(Status.FAILED, deployment.status());
            assertEquals(before, berth.instance("web").name().toString());
            assertEquals("redis running, web running", berth.running());
            assertEquals(State.RUNNING, berth.status("web").state());
        }
    }

    @Test
    void oneThatEndsWithoutAWordIsNotSaidToHaveLastLines() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.engine.script("web:2", Script.exits(1));
            Deployment deployment = berth.deploy("project: shop\napplications:\n  web: {image: web:2}\n");
            assertEquals(
                    "web: shop-web-1 ended with exit code 1; look at its command and what that is given, and apply again;"
                            + " it printed nothing; nothing of it runs",
                    deployment.message().replaceAll("-[0-9a-f]{8}", ""));
        }
    }

    @Test
    void anOldReleaseThatWasNeverStoppedIsNotSaidToServeAgain() {
        try (TestBerth berth = TestBerth.in(data)) {
            String web = "project: shop\napplications:\n  web: {image: web:1, volumes: [data:/data]}\n";
            berth.deploy(web);
            String before = berth.instance("web").name().release().toString();
            berth.engine.unavailable("web:2");
            Deployment deployment = berth.deploy(web.replace("web:1", "web:2"));
            assertTrue(deployment.message().endsWith("; the old release " + before + " serves"), deployment.message());
        }
    }

    @Test
    void anOldReleaseThatDoesNotComeBackIsNotSaidToServe() {
        try (TestBerth berth = TestBerth.in(data)) {
            String web = "project: shop\napplications:\n  web: {image: web:1, volumes: [data:/data]}\n";
            berth.deploy(web);
            berth.engine.endAtNextStarts(berth.instance("web").name(), 1);
            berth.engine.script("web:2", Script.exits(3, "no database here"));
            Deployment deployment = berth.deploy(web.replace("web:1", "web:2"));
            assertEquals(Status.FAILED, deployment.status());
            String message = deployment.message().replaceAll("-[0-9a-f]{8}", "");
            assertTrue(
                    message.contains("this could not be taken back and is left to healing: await healthy shop-web-1:"
                            + " shop-web-1 ended with exit code 1"),
                    message);
            assertEquals("web running", berth.running());
        }
    }

    @Test
    void aFirstDeploymentThatFailsLeavesNoNetwork() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.engine.script("web:1", Script.exits(1));
            Deployment failed = berth.deploy("project: shop\napplications:\n  web: {image: web:1}\n");
            assertEquals(Status.FAILED, failed.status());
            assertFalse(berth.engine.observe(TestBerth.SHOP).network());
            berth.engine.script("web:1", Script.healthy());
            assertEquals(
                    Status.SUCCEEDED,
                    berth.carriedOut(berth.operations::deploy, "web").status());
            assertTrue(berth.engine.observe(TestBerth.SHOP).network());
        }
    }

    @Test
    void anOrderToWhatIsStoppedSaysThatItStaysSo() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.deploy(SHOP);
            berth.carriedOut(berth.operations::stop, "web");
            String stays = "web is stopped and stays so; start it with  berth start shop/web";
            assertEquals(
                    stays, berth.carriedOut(berth.operations::restart, "web").message());
            assertEquals(
                    stays, berth.carriedOut(berth.operations::deploy, "web").message());
            assertEquals(
                    "everything was so already",
                    berth.carriedOut(berth.operations::stop, "web").message());
        }
    }

    @Test
    void whoHearsOfTheEndAndAsksIsNotShownADeploymentUnderWay() {
        try (TestBerth berth = TestBerth.in(data)) {
            List<String> seen = new ArrayList<>();
            berth.fleet.announcer().hear(() -> berth.operations
                    .deployment(1)
                    .ifPresent(d -> seen.add(d.status().text() + " "
                            + berth.operations
                                    .project(TestBerth.SHOP)
                                    .orElseThrow()
                                    .running())));
            berth.deploy(SHOP);
            assertTrue(seen.contains("running OptionalLong[1]"), seen.toString());
            assertTrue(seen.contains("succeeded OptionalLong.empty"), seen.toString());
            assertFalse(seen.contains("succeeded OptionalLong[1]"), seen.toString());
        }
    }
}
