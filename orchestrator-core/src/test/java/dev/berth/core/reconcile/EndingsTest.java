package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.project.ApplicationName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an end is final: restart policies and jobs. */
final class EndingsTest {
    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void open() {
        berth = TestBerth.in(data);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private static String work(String restart) {
        return """
                project: shop
                applications:
                  work: {image: "work:1", restart: "%s"}
                  other: {image: "other:1"}
                """
                .formatted(restart);
    }

    private void running(String restart) {
        berth.deploy(work(restart));
        berth.engine.faults().forgetCalls();
    }

    private void ends(int code) {
        berth.engine.end(berth.instance("work").name(), code);
        berth.settle();
    }

    private String state() {
        return berth.running().replace("other running, ", "").replace("other running", "work gone") + ": "
                + berth.status("work").state();
    }

    @Test
    void withoutAWordItIsStartedAgainWhateverItsExitCode() {
        running("unless-stopped");
        ends(0);
        assertEquals("work running: RUNNING", state());
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(work("always")));
        berth.pass(Duration.ofSeconds(2));
        ends(3);
        assertEquals("work running: RUNNING", state());
    }

    @Test
    void withRestartNoAnEndIsFinalUntilTheNextApply() {
        running("no");
        ends(0);
        assertEquals("work exited: COMPLETED", state());
        berth.pass(Duration.ofMinutes(1));
        berth = berth.restarted();
        assertEquals("work exited: COMPLETED", state());
        berth.carriedOut(berth.operations::restart, "other");
        assertEquals("work exited: COMPLETED", state());
        berth.deploy(work("no"));
        assertEquals("work running: RUNNING", state());
        ends(4);
        assertEquals("work exited: FAILED", state());
        assertEquals(
                "exited (exit code 4); its last lines:\n  | ready\n  | ready",
                berth.status("work").message().replaceAll(".* is ", ""));
    }

    @Test
    void withRestartNoARemovalIsFinalToo() {
        running("no");
        berth.meddle("work", Meddling.REMOVE);
        assertEquals("work gone: STOPPED", state());
        berth.pass(Duration.ofMinutes(1));
        assertEquals("work gone: STOPPED", state());
        berth.deploy(work("no"));
        assertEquals("work running: RUNNING", state());
    }

    @Test
    void withRestartNoADisconnectionIsMended() {
        running("no");
        berth.meddle("work", Meddling.DISCONNECT);
        assertEquals(true, berth.instance("work").attached());
    }

    @Test
    void withOnFailureTheExitCodeDecides() {
        running("on-failure");
        ends(3);
        assertEquals("work running: RUNNING", state());
        ends(0);
        assertEquals("work exited: COMPLETED", state());
        berth.pass(Duration.ofMinutes(1));
        assertEquals("work exited: COMPLETED", state());
    }

    @Test
    void withOnFailureAndANumberTheEngineTriesAndThenItIsFinal() {
        running("on-failure:3");
        berth.engine.giveUp(berth.instance("work").name(), 1, 3);
        berth.pass(Duration.ofMinutes(1));
        assertEquals("work exited: FAILED", state());
        assertEquals(List.of(), berth.engine.calls());
        running("on-failure:3");
        assertEquals("work running: RUNNING", state());
    }

    @Test
    void withOnFailureARemovalIsHealed() {
        running("on-failure:3");
        berth.meddle("work", Meddling.REMOVE);
        assertEquals("work running: RUNNING", state());
    }

    private static final String JOB =
            """
            project: shop
            applications:
              init: {image: "init:1", job: true}
              web: {image: "web:1", depends_on: {init: {condition: service_completed_successfully}}}
            """;

    private long runs() {
        return berth.engine.calls().stream()
                .filter(call -> call.startsWith("start shop-init"))
                .count();
    }

    @Test
    void aJobRunsOnceForEachRelease() {
        berth.engine.script("init:1", Script.exits(0, "tables made"));
        berth.deploy(JOB);
        assertEquals("init exited, web running", berth.running());
        assertEquals(State.COMPLETED, berth.status("init").state());
        berth.meddle("init", Meddling.REMOVE);
        berth = berth.restarted();
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(JOB));
        berth.pass(Duration.ofMinutes(1));
        assertEquals("web running", berth.running());
        assertEquals(State.COMPLETED, berth.status("init").state());
        assertEquals(1, runs());
        berth.engine.script("init:2", Script.exits(0));
        berth.deploy(JOB.replace("init:1", "init:2"));
        assertEquals(2, runs());
    }

    @Test
    void aJobThatFailsFailsTheDeploymentAndWhatWaitsForItIsNotTried() {
        berth.engine.script("init:1", Script.exits(2, "no database"));
        Deployment deployment = berth.deploy(JOB);
        assertEquals(Status.FAILED, deployment.status());
        assertEquals(
                "[init failed, web cancelled]",
                deployment.outcomes().stream()
                        .map(o -> o.application() + " " + o.status().text())
                        .toList()
                        .toString());
        assertEquals("", berth.running());
        berth.pass(Duration.ofMinutes(1));
        assertEquals(1, runs());
    }

    @Test
    void anOrderForOneRunsTheJobThatItsNewReleaseNeeds() {
        berth.engine.script("init:1", Script.exits(0));
        berth.deploy(JOB);
        berth.engine.script("init:2", Script.exits(2, "no database"));
        String next = JOB.replace(":1", ":2");
        assertEquals(Status.FAILED, berth.deploy(next).status());
        Deployment deployed = berth.carriedOut(berth.operations::deploy, "web");
        assertEquals(Status.FAILED, deployed.status());
        assertEquals("sha256:web:1", berth.instance("web").imageId());
        berth.engine.script("init:2", Script.exits(0));
        deployed = berth.carriedOut(berth.operations::deploy, "web");
        assertEquals(Status.SUCCEEDED, deployed.status(), deployed.message());
        assertEquals("sha256:web:2", berth.instance("web").imageId());
        assertEquals(4, runs());
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(next));
    }

    @Test
    void aStartRunsNoJobThatAUserWentBackFrom() {
        berth.engine.script("init:1", Script.exits(0));
        berth.engine.script("init:2", Script.exits(0));
        berth.deploy(JOB);
        berth.deploy(JOB.replace("init:1", "init:2"));
        berth.operations.rollback(TestBerth.SHOP, ApplicationName.of("init"), OptionalLong.empty(), "tester");
        berth.settle();
        long before = runs();
        berth.carriedOut(berth.operations::stop, "web");
        Deployment started = berth.carriedOut(berth.operations::start, "web");
        assertEquals(Status.SUCCEEDED, started.status(), started.message());
        assertEquals(before, runs());
    }

    @Test
    void aJobThatACrashCutOffIsRunAgain() {
        berth.engine.script("init:1", Script.exits(143));
        berth.apply(JOB);
        berth = Crashes.at(berth, faults -> faults.on("start shop-init", Fault.CRASH));
        berth.engine.script("init:1", Script.exits(0));
        berth.settle();
        assertEquals("init exited, web running", berth.running());
        assertEquals(2, runs());
        assertEquals(State.COMPLETED, berth.status("init").state());
    }

    @Test
    void aJobThatEndedWhileTheDaemonWasDeadIsNotRunAgain() {
        berth.engine.script("init:1", Script.exits(0));
        berth.apply(JOB);
        berth = Crashes.at(berth, faults -> faults.on("start shop-init", Fault.CRASH));
        berth.settle();
        assertEquals("init exited, web running", berth.running());
        assertEquals(1, runs());
    }

    @Test
    void aRestartRunsAJobOnceMore() {
        berth.engine.script("init:1", Script.exits(0));
        berth.deploy(JOB);
        berth.carriedOut(berth.operations::restart, "init");
        assertEquals("init exited, web running", berth.running());
        assertEquals(2, runs());
    }
}
