package dev.berth.core.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.reconcile.ApplicationNote;
import dev.berth.core.reconcile.InstanceHealth;
import dev.berth.core.reconcile.LaneSnapshot;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.ResolveContext;
import dev.berth.core.release.Resolver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How an application is, in one word and in its message. */
final class StatusReportTest {
    private static final ProjectName SHOP = ProjectName.of("shop");
    private static final ApplicationName WEB = ApplicationName.of("web");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<ObservedInstance> instances = new ArrayList<>();
    private final Map<InstanceName, InstanceHealth> health = new TreeMap<>();
    private final Map<ApplicationName, String> steps = new TreeMap<>();
    private final Map<ApplicationName, ApplicationNote> notes = new TreeMap<>();
    private DesiredApplication web =
            accepted(ApplicationBuilder.application("web").domain("shop.test"));
    private Optional<Instant> lookedAt = Optional.of(NOON);
    private Optional<Deployment> last = Optional.empty();
    private String trouble = "";
    private String printed = "";

    private static DesiredApplication accepted(ApplicationBuilder application) {
        return Resolver.resolve(
                        new Project(SHOP, Map.of(), List.of(application.get()), Map.of()),
                        new ResolveContext(Map.of(), Map.of(), Map.of(), FingerprintKey.of(new byte[32]), Set.of()))
                .applications()
                .get(0);
    }

    private InstanceName instance(int slot, InstanceState state, int exitCode, int restarts) {
        InstanceName name = web.release().instance(slot);
        boolean ended = state == InstanceState.EXITED || state == InstanceState.RESTARTING;
        instances.add(new ObservedInstance(
                name,
                "v1",
                state,
                ended ? OptionalInt.of(exitCode) : OptionalInt.empty(),
                exitCode == 137,
                Optional.of(NOON),
                Optional.empty(),
                restarts,
                true,
                true,
                Optional.empty(),
                Resources.DEFAULT,
                "no",
                false,
                "sha256:web",
                Optional.empty(),
                List.of(),
                List.of()));
        return name;
    }

    private InstanceName running(int slot) {
        return instance(slot, InstanceState.RUNNING, 0, 0);
    }

    private void sick(InstanceName name) {
        health.put(name, new InstanceHealth(InstanceHealth.State.UNHEALTHY, 3, "GET / answered 500"));
    }

    private StatusReport report() {
        return new StatusReport(
                new LaneSnapshot(
                        SHOP,
                        new DesiredState(SHOP, List.of(web)),
                        new ObservedState(SHOP, true, true, Set.of(), Set.of(), instances),
                        lookedAt,
                        OptionalLong.empty(),
                        steps,
                        health,
                        notes,
                        trouble),
                Addresses.plain(80, 443),
                last,
                i -> printed);
    }

    private void assertStatus(String expected) {
        assertEquals(expected, text(report().of(web)));
    }

    private static String text(ApplicationStatus status) {
        String message = status.message().replaceAll("-[0-9a-f]{8}", "");
        return status.state().text() + ", " + status.health() + (message.isEmpty() ? "" : ": " + message);
    }

    private void deployed(Deployment.Status status, String message) {
        last = Optional.of(new Deployment(
                7,
                SHOP,
                Optional.empty(),
                1,
                status,
                "apply",
                "ann",
                NOON,
                Optional.of(NOON),
                Optional.of(NOON),
                List.of(new Deployment.Outcome(WEB, status, message)),
                message));
    }

    @Test
    void beforeTheFirstLookNothingIsKnown() {
        lookedAt = Optional.empty();
        assertStatus("pending, unknown: not looked at yet");
    }

    @Test
    void oneThatRunsIsWell() {
        health.put(running(1), new InstanceHealth(InstanceHealth.State.HEALTHY, 0, ""));
        assertStatus("running, healthy");
        assertEquals(List.of("http://shop.test"), report().of(web).urls());
    }

    @Test
    void oneThatHasNotBeenAskedYetRuns() {
        running(1);
        assertStatus("running, starting");
    }

    @Test
    void withOneOfTwoGoneItIsDegraded() {
        web = web.withReplicas(2);
        running(1);
        instance(2, InstanceState.EXITED, 137, 0);
        assertStatus("degraded, starting: shop-web-2 is exited (exit code 137), out of memory");
    }

    @Test
    void withOneOfTwoSickItIsDegraded() {
        web = web.withReplicas(2);
        running(1);
        sick(running(2));
        assertStatus("degraded, unhealthy: shop-web-2 is unhealthy: GET / answered 500");
    }

    @Test
    void whatIsAboutToBeHealedIsStarting() {
        instance(1, InstanceState.EXITED, 3, 0);
        assertStatus("starting, unknown: shop-web-1 is exited (exit code 3)");
    }

    @Test
    void whatTheEngineStartsAgainAndAgainHasFailed() {
        instance(1, InstanceState.RESTARTING, 3, 8);
        assertStatus("failed, unknown: shop-web-1 is restarting (exit code 3)");
        printed = "\n  | no database\n  | bye";
        deployed(Deployment.Status.FAILED, "no luck");
        assertStatus(
                """
                failed, unknown: deployment 7 failed: no luck; shop-web-1 is restarting (exit code 3); its last lines:
                  | no database
                  | bye""");
    }

    @Test
    void whatHasEndedForGoodShowsItsLastLines() {
        web = accepted(ApplicationBuilder.application("web").restart(new Restart.No()));
        instance(1, InstanceState.EXITED, 137, 0);
        printed = "\n  | growing";
        assertStatus(
                """
                failed, unknown: shop-web-1 is exited (exit code 137), out of memory; its last lines:
                  | growing""");
    }

    @Test
    void theLinesThatARepairToldAreNotToldOnceMore() {
        instance(1, InstanceState.EXITED, 3, 0);
        printed = "\n  | bye";
        notes.put(WEB, new ApplicationNote("ended; its last lines:\n  | bye", Optional.of(NOON), Map.of()));
        assertStatus(
                """
                failed, unknown: tried again at 2026-03-01T12:00:00Z; shop-web-1 is exited (exit code 3); ended; its last\
                 lines:
                  | bye""");
    }

    @Test
    void whileTheEngineIsAwayThatIsSaidOnceAndNobodyIsAskedForLines() {
        instance(1, InstanceState.EXITED, 3, 0);
        printed = "not to be asked for";
        trouble = "cannot list the networks: cannot reach Docker: no such file; start it";
        notes.put(
                WEB,
                new ApplicationNote(
                        "cannot start it: cannot reach Docker: no such file; start it", Optional.empty(), Map.of()));
        deployed(Deployment.Status.FAILED, "web: cannot pull: cannot reach Docker: no such file; start it");
        assertStatus("failed, unknown: cannot list the networks: cannot reach Docker: no such file; start it;"
                + " shop-web-1 is exited (exit code 3)");
    }

    @Test
    void whatCouldNotBeHealedHasFailedAndSaysWhenItIsTriedAgain() {
        instance(1, InstanceState.EXITED, 3, 0);
        notes.put(WEB, new ApplicationNote("no luck", Optional.of(NOON.plusMillis(4_500)), Map.of()));
        assertStatus("failed, unknown: no luck; tried again at 2026-03-01T12:00:04Z;"
                + " shop-web-1 is exited (exit code 3)");
    }

    @Test
    void whatADeploymentIsDoingIsShown() {
        steps.put(WEB, "build image shop/web:1");
        assertStatus("building, unknown");
        steps.put(WEB, "await healthy shop-web-1");
        assertStatus("starting, unknown");
    }

    @Test
    void whatIsStoppedSaysNothing() {
        web = web.withStopped(true);
        instance(1, InstanceState.EXITED, 143, 0);
        assertStatus("stopped, unknown");
    }

    @Test
    void aJobIsShownByItsEnd() {
        web = accepted(ApplicationBuilder.application("web").job());
        assertStatus("completed, unknown");
        instance(1, InstanceState.EXITED, 0, 0);
        assertStatus("completed, unknown");
        running(2);
        assertStatus("running, unknown");
    }

    @Test
    void anEndThatIsFinalIsShownByItsExitCode() {
        web = accepted(ApplicationBuilder.application("web").restart(new Restart.OnFailure(2)));
        instance(1, InstanceState.EXITED, 0, 0);
        assertStatus("completed, unknown");
        instances.clear();
        instance(1, InstanceState.EXITED, 9, 2);
        assertStatus("failed, unknown: shop-web-1 is exited (exit code 9)");
        instances.clear();
        instance(1, InstanceState.EXITED, 9, 1);
        assertStatus("starting, unknown: shop-web-1 is exited (exit code 9)");
    }

    @Test
    void theLastDeploymentsFailureIsToldAlthoughTheOldReleaseRuns() {
        running(1);
        deployed(Deployment.Status.FAILED, "no luck; the old release still serves");
        assertStatus("running, starting: deployment 7 failed: no luck; the old release still serves");
    }

    @Test
    void whatHindersTheWholeProjectIsTold() {
        running(1);
        trouble = "no engine answers";
        assertStatus("running, starting: no engine answers");
    }

    @Test
    void restartsAreThoseByTheEngineAndByBerth() {
        InstanceName one = instance(1, InstanceState.RUNNING, 0, 2);
        running(2);
        notes.put(WEB, new ApplicationNote("", Optional.empty(), Map.of(one, 3)));
        assertEquals(
                List.of(5, 0),
                report().of(web).instances().stream()
                        .map(ApplicationStatus.Instance::restarts)
                        .toList());
    }

    @Test
    void aFailureOfTheWholeProjectIsToldOfEachApplication() {
        outcome(Deployment.Status.CANCELLED, "not attempted, because prepare project did not succeed");
        Deployment d = last.orElseThrow();
        last = Optional.of(new Deployment(
                d.id(),
                SHOP,
                Optional.empty(),
                1,
                d.status(),
                d.cause(),
                d.actor(),
                NOON,
                Optional.of(NOON),
                Optional.of(NOON),
                d.outcomes().subList(1, 2),
                "prepare project: cannot adopt volume old: there is none of that name"));
        assertEquals(
                "failed, unknown: deployment 7 failed: prepare project: cannot adopt volume old: there is none of that"
                        + " name",
                untried(false));
    }

    @Test
    void whatADeploymentDidNotAttemptIsTold() {
        outcome(Deployment.Status.CANCELLED, "not attempted, because db did not succeed; nothing of it runs");
        assertEquals(
                "failed, unknown: deployment 7 failed; this was not attempted, because db did not succeed;"
                        + " nothing of it runs",
                untried(false));
    }

    @Test
    void whatSucceededSaysNothingOfAnothersFailure() {
        running(1);
        outcome(Deployment.Status.SUCCEEDED, "done");
        assertStatus("running, starting");
    }

    private void outcome(Deployment.Status status, String message) {
        deployed(Deployment.Status.FAILED, "db: no luck");
        Deployment d = last.orElseThrow();
        last = Optional.of(new Deployment(
                d.id(),
                SHOP,
                Optional.empty(),
                1,
                d.status(),
                d.cause(),
                d.actor(),
                NOON,
                Optional.of(NOON),
                Optional.of(NOON),
                List.of(
                        new Deployment.Outcome(ApplicationName.of("db"), Deployment.Status.FAILED, "no luck"),
                        new Deployment.Outcome(WEB, status, message)),
                d.message()));
    }

    private String untried(boolean stopped) {
        return text(report().ofUntried(WEB, 1, "web:1", stopped));
    }

    @Test
    void whatWasNeverProvenIsShownByItsLastDeployment() {
        assertEquals("pending, unknown", untried(false));
        deployed(Deployment.Status.CANCELLED, "cancelled");
        assertEquals("pending, unknown", untried(false));
        deployed(Deployment.Status.FAILED, "no luck");
        assertEquals("failed, unknown: deployment 7 failed: no luck", untried(false));
        assertEquals("stopped, unknown: deployment 7 failed: no luck", untried(true));
        steps.put(WEB, "pull image web:1");
        assertEquals("building, unknown: deployment 7 failed: no luck", untried(false));
    }
}
