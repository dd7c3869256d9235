package dev.berth.core.store;

import static dev.berth.core.store.TestStore.BLOG;
import static dev.berth.core.store.TestStore.REDIS;
import static dev.berth.core.store.TestStore.SHOP;
import static dev.berth.core.store.TestStore.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Outcome;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.Occurrence;
import dev.berth.core.deploy.Task;
import dev.berth.core.project.ProjectName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeploymentsTest {

    @TempDir
    Path data;

    private TestStore berth;

    @BeforeEach
    void open() {
        berth = TestStore.in(data);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    @Test
    void whatIsOrderedIsQueued() {
        assertEquals(
                "Deployment[id=1, project=shop, application=Optional[web], revision=3, status=QUEUED,"
                        + " cause=scale to 2, actor=ann, createdAt=2026-03-01T10:00:00Z, begunAt=Optional.empty,"
                        + " finishedAt=Optional.empty, outcomes=[], message=]",
                deployments().add(SHOP, new Task.Scale(WEB, 2, 0, 0), 3, "ann").toString());
        assertEquals("1 shop queued 0 Scale[name=web, replicas=2, before=0, declaredBefore=0]", unfinished(SHOP));
    }

    @Test
    void eachBeginningIsCounted() {
        long id = apply(SHOP);
        assertTrue(deployments().begin(id));
        assertTrue(deployments().begin(id));
        berth = berth.reopened();
        assertEquals("1 shop running 2 Apply[application=Optional.empty, lookAgain=false]", unfinished(SHOP));
    }

    @Test
    void whatIsPutOffIsAsIfItHadNotBegun() {
        long id = apply(SHOP);
        deployments().begin(id);
        deployments().putOff(id);
        assertEquals("1 shop queued 0 Apply[application=Optional.empty, lookAgain=false]", unfinished(SHOP));
    }

    @Test
    void whatNeverBeganCannotBePutOff() {
        long id = apply(SHOP);
        deployments().putOff(id);
        assertEquals("1 shop queued 0 Apply[application=Optional.empty, lookAgain=false]", unfinished(SHOP));
    }

    @Test
    void itEndsOnceAndStaysSo() {
        long id = apply(SHOP);
        berth.pass(Duration.ofSeconds(30));
        deployments().begin(id);
        deployments().append(id, "", new DeploymentEvent.Planned("web: …"));
        berth.pass(Duration.ofSeconds(60));
        List<Outcome> outcomes =
                List.of(new Outcome(REDIS, Status.SUCCEEDED, ""), new Outcome(WEB, Status.ROLLED_BACK, "exit code 3"));
        assertTrue(deployments().finish(id, Status.FAILED, outcomes, "web: exit code 3"));
        String ended = "Deployment[id=1, project=shop, application=Optional.empty, revision=1, status=FAILED,"
                + " cause=apply, actor=ann, createdAt=2026-03-01T10:00:00Z,"
                + " begunAt=Optional[2026-03-01T10:00:30Z], finishedAt=Optional[2026-03-01T10:01:30Z], outcomes=[Outcome[application=redis, status=SUCCEEDED,"
                + " message=], Outcome[application=web, status=ROLLED_BACK, message=exit code 3]],"
                + " message=web: exit code 3]";
        assertEquals(ended, found(id));
        assertFalse(deployments().finish(id, Status.SUCCEEDED, List.of(), "done"));
        assertFalse(deployments().begin(id));
        deployments().putOff(id);
        assertEquals(ended, found(id));
        assertEquals("", unfinished(SHOP));
        assertEquals("2 Finished[status=FAILED, message=web: exit code 3]", events(id, 1, 10));
    }

    @Test
    void whatEndsBeforeItsTurnHasNotBegun() {
        long id = apply(SHOP);
        assertTrue(deployments().finish(id, Status.CANCELLED, List.of(), "cancelled before it began"));
        assertEquals(Optional.empty(), deployments().find(id).orElseThrow().begunAt());
    }

    @Test
    void nothingCanBeDoneToOneThatIsNotThere() {
        assertFalse(deployments().begin(7));
        assertFalse(deployments().finish(7, Status.FAILED, List.of(), ""));
        assertEquals(Optional.empty(), deployments().find(7));
        assertEquals("", events(7, 0, 10));
    }

    @Test
    void eventsAreNumberedWithoutGapsAndSurvive() {
        long shop = apply(SHOP);
        long blog = apply(BLOG);
        append(shop, "a");
        append(blog, "b");
        append(shop, "c");
        berth = berth.reopened();
        append(shop, "d");
        deployments().finish(shop, Status.SUCCEEDED, List.of(), "done");
        assertEquals(
                "1 Progress[line=a], 2 Progress[line=c], 3 Progress[line=d],"
                        + " 4 Finished[status=SUCCEEDED, message=done]",
                events(shop, 0, 10));
        assertEquals("1 Progress[line=b]", events(blog, 0, 10));
    }

    @Test
    void aListenerGetsWhatItHasNotSeen() {
        long id = apply(SHOP);
        IntStream.rangeClosed(1, 5).forEach(n -> append(id, "line " + n));
        assertEquals("3 Progress[line=line 3], 4 Progress[line=line 4]", events(id, 2, 2));
        assertEquals("", events(id, 5, 2));
        assertEquals(
                "DeploymentEvent[number=1, at=2026-03-01T10:00:00Z, stage=web, happening=Progress[line=line 1]]",
                deployments().events(id, 0, 1).get(0).toString());
    }

    @Test
    void whatBeganAndEndedIsToldToAll() {
        long id = apply(SHOP);
        deployments().begin(id);
        deployments().finish(id, Status.FAILED, List.of(), "no such image");
        long other = deployments().add(BLOG, new Task.Stop(WEB), 1, "ann").id();
        deployments().begin(other);
        deployments().finish(other, Status.SUCCEEDED, List.of(), "");
        assertEquals(
                """
                deployment shop - 1 apply began
                failed shop - 1 apply failed: no such image
                deployment blog web 2 stop began
                deployment blog web 2 stop succeeded
                """,
                berth.store.occurrences().last(0, 10).stream()
                        .map(o -> o.kind() + " " + o.project().orElseThrow() + " "
                                + o.application().map(Object::toString).orElse("-") + " "
                                + o.deployment().orElseThrow() + " " + o.message() + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void whatIsBegunOnceMoreIsToldAsThat() {
        long id = apply(SHOP);
        deployments().begin(id);
        deployments().begin(id);
        assertEquals(
                List.of("apply began", "apply is taken up again"),
                berth.store.occurrences().last(0, 10).stream()
                        .map(Occurrence::message)
                        .toList());
    }

    @Test
    void theLast200OfEachProjectAreKeptAndWhatIsNotOver() {
        long waiting = apply(SHOP);
        long other = ended(BLOG);
        append(other, "kept");
        long[] ids = IntStream.range(0, 205).mapToLong(n -> ended(SHOP)).toArray();
        append(ids[204], "kept");
        List<Long> kept = LongStream.concat(
                        LongStream.of(waiting), LongStream.of(ids).skip(5))
                .boxed()
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
        assertEquals(
                kept,
                deployments().list(Optional.of(SHOP), Optional.empty(), 1000).stream()
                        .map(Deployment::id)
                        .toList());
        assertEquals("", events(ids[4], 0, 10));
        assertEquals("1 Finished[status=SUCCEEDED, message=], 2 Progress[line=kept]", events(ids[204], 0, 10));
        assertTrue(deployments().find(other).isPresent());
    }

    @Test
    void anIdIsNeverGivenTwice() {
        long last = IntStream.range(0, 3).mapToLong(n -> ended(SHOP)).max().orElseThrow();
        berth.meddle("DELETE FROM deployment");
        berth = berth.reopened();
        assertEquals(last + 1, apply(SHOP));
    }

    @Test
    void aListIsOfAProjectOrOneOfItsApplicationsWithThoseOfTheWhole() {
        long all = apply(SHOP);
        long web = deployments().add(SHOP, new Task.Stop(WEB), 1, "ann").id();
        long redis = deployments().add(SHOP, new Task.Stop(REDIS), 1, "ann").id();
        long blog = apply(BLOG);
        assertEquals(List.of(blog, redis, web, all), list(Optional.empty(), Optional.empty(), 10));
        assertEquals(List.of(redis, web, all), list(Optional.of(SHOP), Optional.empty(), 10));
        assertEquals(List.of(web, all), list(Optional.of(SHOP), Optional.of(WEB), 10));
        assertEquals(List.of(blog, redis), list(Optional.empty(), Optional.empty(), 2));
        assertEquals(List.of(BLOG, SHOP), deployments().projectsWithUnfinished());
        deployments().finish(blog, Status.CANCELLED, List.of(), "");
        assertEquals(List.of(SHOP), deployments().projectsWithUnfinished());
    }

    private Deployments deployments() {
        return berth.store.deployments();
    }

    private long apply(ProjectName project) {
        return deployments()
                .add(project, new Task.Apply(Optional.empty(), false), 1, "ann")
                .id();
    }

    private long ended(ProjectName project) {
        long id = apply(project);
        deployments().finish(id, Status.SUCCEEDED, List.of(), "");
        return id;
    }

    private void append(long id, String line) {
        deployments().append(id, "web", new DeploymentEvent.Progress(line));
    }

    private String found(long id) {
        return deployments().find(id).orElseThrow().toString();
    }

    private List<Long> list(
            Optional<ProjectName> project, Optional<dev.berth.core.project.ApplicationName> application, int limit) {
        return deployments().list(project, application, limit).stream()
                .map(Deployment::id)
                .toList();
    }

    private String unfinished(ProjectName project) {
        return deployments().unfinished(project).stream()
                .map(u -> u.deployment().id() + " " + u.deployment().project() + " "
                        + u.deployment().status().text() + " " + u.attempts() + " " + u.task())
                .collect(Collectors.joining(", "));
    }

    private String events(long id, long after, int limit) {
        return deployments().events(id, after, limit).stream()
                .map(e -> e.number() + " " + e.happening())
                .collect(Collectors.joining(", "));
    }
}
