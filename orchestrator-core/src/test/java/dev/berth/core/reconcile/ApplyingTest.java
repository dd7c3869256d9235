package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.Script;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.operate.ApplyResult;
import dev.berth.core.operate.Definition;
import dev.berth.core.operate.Operations;
import dev.berth.core.project.ProjectName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a definition that is sent. */
final class ApplyingTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: "web:1", port: 8000, domain: {host: shop.localhost, https: false}}
              redis: {image: "redis:7"}
            """;
    private static final String NEXT = SHOP.replace("web:1", "web:2");

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void theShopRuns() {
        berth = TestBerth.in(data);
        berth.deploy(SHOP);
        berth.engine.faults().forgetCalls();
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private static ApplyResult apply(Operations operations, String text, OptionalLong basedOn, boolean consented) {
        return operations.apply(
                TestBerth.SHOP, new Definition("shop.yml", text, Map.of()), basedOn, consented, false, "tester");
    }

    private void assertNothingChanged() {
        berth.settle();
        assertEquals(List.of(), berth.engine.calls());
        assertEquals(
                SHOP, berth.operations.definition(TestBerth.SHOP).orElseThrow().text());
    }

    @Test
    void whatWaitsForItsCertificateIsSaid() {
        String one = SHOP.replace("{host: shop.localhost, https: false}", "shop.example.org");
        ApplyResult.Started started = assertInstanceOf(ApplyResult.Started.class, berth.apply(one));
        assertEquals(
                List.of("shop.example.org: https follows when its certificate is there; see  berth certificates"),
                started.plan().notices());
        berth.settle();
        String two = SHOP.replace(
                "domain: {host: shop.localhost, https: false}", "domains: [shop.example.org, api.example.org]");
        ApplyResult.Planned planned = assertInstanceOf(
                ApplyResult.Planned.class,
                berth.operations.plan(TestBerth.SHOP, new Definition("shop.yml", two, Map.of())));
        assertEquals(
                List.of("api.example.org and 1 more: https follows when their certificates are there; "
                        + "see  berth certificates"),
                planned.plan().notices());
    }

    @Test
    void whatRunsAlreadyIsOrderedAgainWhileSomethingElseIsUnderWay() {
        berth.apply(NEXT);
        assertInstanceOf(ApplyResult.Started.class, berth.apply(SHOP));
        berth.settle();
        assertEquals("sha256:web:1", berth.instance("web").imageId());
    }

    @Test
    void whatRanWhenItWasComparedIsOrderedWhenSomethingElseRunsByThen() {
        Operations slow = berth.operationsWhile(() -> berth.deploy(NEXT));
        assertInstanceOf(ApplyResult.Started.class, apply(slow, SHOP, OptionalLong.empty(), true));
        berth.settle();
        assertEquals("sha256:web:1", berth.instance("web").imageId());
        assertEquals(
                SHOP, berth.operations.definition(TestBerth.SHOP).orElseThrow().text());
    }

    @Test
    void whatIsBasedOnAnOlderRevisionIsRefusedAlsoWhenThatComesInBetween() {
        assertEquals(new ApplyResult.Stale(1), apply(berth.operations, NEXT, OptionalLong.of(7), true));
        assertNothingChanged();
        Operations slow = berth.operationsWhile(() -> berth.deploy(NEXT));
        assertEquals(new ApplyResult.Stale(2), apply(slow, SHOP + "# mine\n", OptionalLong.of(1), true));
    }

    @Test
    void anApplicationIsNotRemovedWithoutConsent() {
        String without = SHOP.replace("  redis: {image: \"redis:7\"}\n", "");
        assertEquals(
                new ApplyResult.NeedsConsent(List.of("redis")),
                apply(berth.operations, without, OptionalLong.empty(), false));
        assertNothingChanged();
        berth.deploy(without);
        assertEquals("web running", berth.running());
    }

    @Test
    void aHostThatIsRoutedToAnotherProjectIsRefused() {
        ApplyResult refused = berth.operations.apply(
                ProjectName.of("blog"),
                new Definition("blog.yml", SHOP.replace("project: shop", "project: blog"), Map.of()),
                OptionalLong.empty(),
                true,
                false,
                "tester");
        assertEquals(
                new ApplyResult.Conflict("shop.localhost is already routed to shop/web; choose another host or path,"
                        + " or take it from there first"),
                refused);
        assertNothingChanged();
    }

    @Test
    void aPathOfAnotherProjectsHostIsForThoseWhoMayChangeBoth() {
        Definition blog = new Definition(
                "blog.yml",
                """
                project: blog
                applications:
                  web: {image: "web:1", port: 8000, domain: {host: shop.localhost, path: /blog, https: false}}
                """,
                Map.of());
        ProjectName name = ProjectName.of("blog");
        ApplyResult.Conflict conflict = new ApplyResult.Conflict("shop.localhost is another project's host; choose"
                + " another one, or let somebody add this path whose token is for all projects");
        Operations ofBlog = berth.operations.ofOneProject();
        assertEquals(conflict, ofBlog.plan(name, blog));
        assertEquals(conflict, ofBlog.apply(name, blog, OptionalLong.empty(), true, false, "tester"));
        assertNothingChanged();
        assertInstanceOf(
                ApplyResult.Started.class,
                berth.operations.apply(name, blog, OptionalLong.empty(), true, false, "tester"));
        berth.settle();
        assertInstanceOf(
                ApplyResult.Unchanged.class, ofBlog.apply(name, blog, OptionalLong.empty(), true, false, "tester"));
    }

    @Test
    void somethingElseUnderTheNameOfAnInstanceIsRefused() {
        berth.engine.occupy(berth.instance("web").name());
        assertInstanceOf(ApplyResult.Conflict.class, berth.apply(NEXT));
        assertNothingChanged();
    }

    @Test
    void aWrongDefinitionChangesNothing() {
        assertInstanceOf(ApplyResult.Invalid.class, berth.apply(NEXT.replace("image: \"redis:7\"", "imagine: redis")));
        assertInstanceOf(ApplyResult.Invalid.class, berth.apply(NEXT.replace("project: shop", "project: blog")));
        assertNothingChanged();
    }

    @Test
    void aBrokenDefinitionAppliedAgainIsANewAttempt() {
        berth.engine.script("web:2", Script.exits(1));
        berth.deploy(NEXT);
        assertEquals("sha256:web:1", berth.instance("web").imageId());
        assertTrue(
                berth.status("web").message().startsWith("deployment 2 failed: "),
                berth.status("web").message());
        assertEquals(State.RUNNING, berth.status("web").state());
        berth.engine.script("web:2", Script.healthy());
        berth.deploy(NEXT);
        assertEquals("sha256:web:2", berth.instance("web").imageId());
        assertEquals("", berth.status("web").message());
    }

    @Test
    void aFirstDefinitionThatFailsIsKnownWithItsFailureAndLeavesNothingRunning() {
        berth.close();
        berth = TestBerth.in(data.resolve("other"));
        berth.engine.script("web:1", Script.exits(127));
        berth.deploy(SHOP);
        assertEquals("redis running", berth.running());
        assertEquals(State.FAILED, berth.status("web").state());
        assertTrue(
                berth.status("web").message().contains("its command does not exist in the image"),
                berth.status("web").message());
    }
}
