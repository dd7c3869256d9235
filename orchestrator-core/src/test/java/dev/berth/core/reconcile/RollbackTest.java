package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.RollbackResult;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.Secret;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going back to a release that was accepted before. */
final class RollbackTest {
    private static final ApplicationName WEB = ApplicationName.of("web");
    private static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: web:1
                env:
                  MODE: one
                port: 8000
                domain: {host: shop.localhost, https: false}
                healthcheck: {http: /one}
              redis: {image: "redis:7"}
            """;
    private static final String SECOND =
            SHOP.replace("web:1", "web:2").replace("one", "two").replace("8000", "9000");

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void theShopRuns() {
        berth = TestBerth.in(data);
        berth.deploy(SHOP);
        berth.deploy(SECOND);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private RollbackResult ordered(long to) {
        return berth.operations.rollback(
                TestBerth.SHOP, WEB, to == 0 ? OptionalLong.empty() : OptionalLong.of(to), "tester");
    }

    private Deployment back(long to) {
        RollbackResult result = ordered(to);
        assertInstanceOf(RollbackResult.Started.class, result, result.toString());
        berth.settle();
        return berth.now(((RollbackResult.Started) result).deployment());
    }

    private void goesBack(long to) {
        Deployment deployment = back(to);
        assertEquals(Status.SUCCEEDED, deployment.status(), deployment.message());
    }

    private String refused(long to) {
        return ordered(to) instanceof RollbackResult.Refused refused
                ? refused.why() + "; " + refused.remedy()
                : "not refused";
    }

    private DesiredApplication accepted() {
        return berth.store.accepted().state(TestBerth.SHOP).application(WEB).orElseThrow();
    }

    /** Such as {@code sha256:web:1 one at 8000, RUNNING}. */
    private String web() {
        return berth.instances("web").stream()
                .map(i -> i.imageId() + " "
                        + accepted().release().env().get("MODE").reveal() + " at "
                        + accepted().port().getAsInt() + ", " + i.state())
                .collect(Collectors.joining("\n"));
    }

    private String kept() {
        return berth.operations.releases(TestBerth.SHOP, WEB).stream()
                .map(r -> r.deployment() + " " + r.image() + (r.isAccepted() ? " accepted" : ""))
                .collect(Collectors.joining(", "));
    }

    private static final String FIRST = "sha256:web:1 one at 8000, RUNNING";
    private static final String LATER = "sha256:web:2 two at 9000, RUNNING";

    @Test
    void theReleaseBeforeComesBackWithItsImageAndItsConfiguration() {
        assertEquals("2 web:2 accepted, 1 web:1", kept());
        berth.engine.faults().forgetCalls();
        Deployment deployment = back(0);
        assertEquals("rollback to 1 done: web", deployment.cause() + " " + deployment.message());
        assertEquals(FIRST, web());
        assertEquals("[shop-web-1]", berth.routed("web"));
        assertEquals("3 web:1 accepted, 2 web:2", kept());
        assertTrue(berth.engine.calls().stream().noneMatch(c -> c.startsWith("provideImage")), "from no registry");
        assertTrue(berth.engine.calls().stream().noneMatch(c -> c.contains("redis")), "nothing else is touched");
    }

    @Test
    void twiceIsWhereItBegan() {
        goesBack(0);
        goesBack(0);
        assertEquals(LATER, web());
        assertEquals("4 web:2 accepted, 3 web:1", kept());
    }

    @Test
    void anyReleaseThatIsKeptCanBeNamed() {
        berth.deploy(SHOP.replace("web:1", "web:3").replace("one", "three"));
        goesBack(1);
        assertEquals(FIRST, web());
        assertEquals("4 web:1 accepted, 3 web:3, 2 web:2", kept());
        goesBack(2);
        assertEquals(LATER, web());
    }

    @Test
    void whatWasChosenBesideTheReleaseStays() {
        berth.deploy(SECOND.replace("port: 9000", "port: 9000\n    replicas: 2\n    resources: {memory: 64M}")
                .replace("shop.localhost", "tea.localhost"));
        goesBack(0);
        assertEquals(FIRST + "\n" + FIRST, web());
        assertEquals("tea.localhost", accepted().domains().get(0).host());
        assertEquals(64L << 20, accepted().resources().memory().orElse(0));
        assertEquals(
                "http /one",
                "http "
                        + accepted()
                                .healthCheck()
                                .orElseThrow()
                                .probe()
                                .toString()
                                .replaceAll("[^/]*(/\\w+).*", "$1"));
    }

    @Test
    void aReleaseThatDoesNotGetWellLeavesThePresentOneServing() {
        berth.engine.script("web:1", Script.exits(1, "no such table"));
        String before = berth.instance("web").name().toString();
        Deployment deployment = back(0);
        assertEquals(Status.FAILED, deployment.status());
        assertTrue(deployment.message().contains("no such table"), deployment.message());
        assertTrue(deployment.message().contains("still serves"), deployment.message());
        assertEquals(LATER, web());
        assertEquals(before, berth.instance("web").name().toString());
        assertEquals("[shop-web-1]", berth.routed("web"));
        assertEquals("2 web:2 accepted, 1 web:1", kept());
    }

    @Test
    void applyingTheFileRollsForward() {
        goesBack(0);
        ApplyResult planned = berth.operations.plan(
                TestBerth.SHOP, berth.operations.definition(TestBerth.SHOP).orElseThrow());
        String plan = ((ApplyResult.Planned) planned).plan().toString();
        assertTrue(plan.contains("(image changed; configuration changed: env MODE)"), plan);
        berth.deploy(SECOND);
        assertEquals(LATER, web());
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SECOND));
    }

    @Test
    void healingARestartOfTheDaemonAndAStopKeepIt() {
        goesBack(0);
        berth.meddle("web", Meddling.KILL);
        berth.meddle("web", Meddling.REMOVE);
        assertEquals(FIRST, web());
        berth = berth.restarted();
        assertEquals(FIRST, web());
        berth.carriedOut(berth.operations::restart, "web");
        berth.carriedOut(berth.operations::stop, "web");
        Deployment started = berth.carriedOut(berth.operations::start, "web");
        assertEquals(Status.SUCCEEDED, started.status(), started.message());
        assertEquals(FIRST, web());
    }

    @Test
    void aStartTriesWhatWasAppliedAfterIt() {
        goesBack(0);
        berth.carriedOut(berth.operations::stop, "web");
        berth.apply(SECOND.replace("two", "three"));
        berth.carriedOut(berth.operations::start, "web");
        assertEquals("sha256:web:2 three at 9000, RUNNING", web());
    }

    @Test
    void aStartTriesTheSameFileThatWasAppliedOnceMore() {
        goesBack(0);
        berth.carriedOut(berth.operations::stop, "web");
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SECOND));
        long changes = berth.store.database().changes();
        assertInstanceOf(ApplyResult.Unchanged.class, berth.apply(SECOND));
        assertEquals(changes, berth.store.database().changes(), "nothing is written twice");
        berth.carriedOut(berth.operations::start, "web");
        assertEquals(LATER, web());
    }

    @Test
    void itGoesByTheImageAndNotByItsName() {
        berth.deploy(SHOP.replace("web:1", "web:latest"));
        berth.engine.pushed("web:latest", "sha256:other");
        berth.carriedOut(berth.operations::deploy, "web");
        assertEquals("sha256:other one at 8000, RUNNING", web());
        goesBack(0);
        assertEquals("sha256:web:latest one at 8000, RUNNING", web());
    }

    @Test
    void rollingForwardGoesByTheImageToo() {
        goesBack(0);
        berth.engine.pushed("web:2", "sha256:other");
        berth.engine.provideImage(TestBerth.SHOP, WEB, new ImageSpec.Pulled("web:2", 0), true, ProgressSink.silent());
        berth.deploy(SECOND);
        assertEquals(LATER, web());
    }

    @Test
    void withoutItsImageItIsRefusedBeforeAnythingIsTouched() {
        berth.engine.loseImage("web:1");
        Deployment deployment = back(0);
        assertEquals(
                "failed cannot go back to deployment 1: its image web:1 (sha256:web:1) is not on the engine any more,"
                        + " and nobody knows whether a registry still has the same under that name; apply the earlier"
                        + " file, which pulls it",
                deployment.status().text() + " " + deployment.message());
        assertEquals(LATER, web());
    }

    @Test
    void itHasTheValuesThatItsSecretsHadThen() {
        String shop = SHOP.replace("MODE: one", "MODE: 'x-${{project.P}}'")
                .replace("applications:", "env: {P: '${{secret.P}}'}\napplications:");
        secret("first");
        berth.deploy(shop);
        secret("second");
        berth.deploy(shop);
        assertTrue(web().contains("x-second at"), web());
        goesBack(0);
        assertTrue(web().contains("x-first at"), web());
        assertTrue(berth.store.secrets().remove(TestBerth.SHOP, "P"));
        assertEquals(
                "cannot go back to deployment 4: the value that it had of the secret P is not kept any more; set it as it"
                        + " was with  berth secret set shop P  , or go back to a later release",
                back(4).message());
        secret("second");
        goesBack(4);
        assertTrue(web().contains("x-second at"), web());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 8})
    void everyReleaseThatIsKeptHasTheValuesOfItsSecrets(int keep) {
        String shop = SHOP.replace("MODE: one", "MODE: 'x-${{secret.P}}'")
                .replace("healthcheck: {http: /one}", "deploy: {keep: " + keep + "}");
        for (int release = 0; release <= keep; release++) {
            secret("value-" + release);
            berth.deploy(shop);
        }
        // None of these is ever used: they crowd out none that is.
        for (int typo = 0; typo < 9; typo++) {
            secret("typo-" + typo);
        }
        long oldest = berth.operations.releases(TestBerth.SHOP, WEB).stream()
                .mapToLong(r -> r.deployment())
                .min()
                .orElseThrow();
        goesBack(oldest);
        assertTrue(web().contains("x-value-0 at"), web());
    }

    private void secret(String value) {
        berth.store.secrets().set(TestBerth.SHOP, "P", Secret.of(value));
    }

    @Test
    void whatCannotBeIsRefusedAndSaysWhatCan() {
        assertEquals(
                "no release of deployment 7 is kept of shop/web; those of the deployments 1 are;  berth describe shop/web "
                        + " shows them",
                refused(7));
        assertEquals("the release of deployment 2 is the present one of shop/web; there is nothing to do", refused(2));
        assertInstanceOf(
                RollbackResult.Unknown.class,
                berth.operations.rollback(TestBerth.SHOP, ApplicationName.of("tea"), OptionalLong.empty(), "tester"));
        berth.carriedOut(berth.operations::stop, "web");
        assertEquals("shop/web is stopped; start it first:  berth start shop/web", refused(0));
        berth.carriedOut(berth.operations::start, "web");
        berth.deploy(SECOND.replace("healthcheck: {http: /two}", "deploy: {keep: 0}"));
        assertEquals("no earlier release of shop/web is kept; apply the earlier file", refused(0));
    }

    @Test
    void whileAnotherReleaseIsTriedItHasToBeNamed() {
        Deployment deployment = TestBerth.started(berth.apply(SHOP.replace("web:1", "web:3")));
        assertEquals(
                "deployment 3 (apply) of shop is not over; wait for it, end it with  berth cancel 3  , or say which release"
                        + " is meant (--to)",
                refused(0));
        goesBack(1);
        assertEquals(Status.SUCCEEDED, berth.now(deployment).status());
        assertEquals(FIRST, web());
    }

    @Test
    void whatIsNoLongerDefinedCanBeGoneBackToAsLongAsItRuns() {
        berth.deploy(SHOP.replace("web:1", "web:3"));
        String without = "project: shop\napplications:\n  redis: {image: \"redis:7\"}\n";
        Deployment removal = TestBerth.started(berth.apply(without));
        assertTrue(berth.operations.cancel(removal.id()));
        berth.settle();
        goesBack(1);
        assertEquals(FIRST, web());
        berth.deploy(without);
        assertInstanceOf(RollbackResult.Unknown.class, ordered(0));
    }

    @Test
    void aJobRunsOnceMoreAsItWas() {
        String job = "project: shop\napplications:\n  web: {image: \"web:5\", job: true, env: {MODE: five}}\n";
        berth.engine.script("web:5", Script.exits(0));
        berth.engine.script("web:6", Script.exits(0));
        berth.deploy(job);
        berth.deploy(job.replace("web:5", "web:6"));
        berth.engine.faults().forgetCalls();
        goesBack(0);
        assertEquals(
                "sha256:web:5 EXITED",
                berth.instance("web").imageId() + " " + berth.instance("web").state());
        assertTrue(berth.engine.calls().stream().anyMatch(c -> c.startsWith("start shop-web-")));
    }

    @Test
    void aSupersedingOrderTakesItsPlace() {
        Deployment first = ((RollbackResult.Started) ordered(1)).deployment();
        Deployment deploy = berth.ordered(berth.operations::deploy, "web");
        berth.settle();
        assertEquals("superseded by deployment " + deploy.id(), berth.now(first).message());
        assertEquals(LATER, web());
    }
}
