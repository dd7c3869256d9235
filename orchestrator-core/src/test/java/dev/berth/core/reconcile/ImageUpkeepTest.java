package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.BuiltImage;
import dev.berth.core.engine.Faults.Fault;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ImageSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that were built here go when no release needs them any more, and no others. */
final class ImageUpkeepTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web:
                build: {dockerfile_inline: "FROM busybox:%s"}
                deploy: {keep: 1}
              redis: {image: "redis:7"}
            """;

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

    private String deployed(String version) {
        Deployment deployment = berth.deploy(SHOP.formatted(version));
        assertEquals(Status.SUCCEEDED, deployment.status(), deployment.message());
        return berth.store
                .accepted()
                .state(TestBerth.SHOP)
                .application(ApplicationName.of("web"))
                .orElseThrow()
                .release()
                .image()
                .reference();
    }

    private List<String> built() {
        return berth.engine.builtImages(TestBerth.SHOP).stream()
                .flatMap(image ->
                        image.references().isEmpty() ? List.of(image.id()).stream() : image.references().stream())
                .sorted()
                .toList();
    }

    private static List<String> sorted(String... references) {
        return List.of(references).stream().sorted().toList();
    }

    @Test
    void theAcceptedReleaseAndThoseThatCanBeGoneBackToKeepTheirs() {
        deployed("1");
        String second = deployed("2");
        String third = deployed("3");
        assertEquals(sorted(second, third), built());
        assertTrue(berth.engine.imageId("redis:7").isPresent(), "what was pulled stays");
        berth.operations.rollback(TestBerth.SHOP, ApplicationName.of("web"), OptionalLong.empty(), "tester");
        berth.settle();
        assertEquals(sorted(second, third), built());
        berth.engine.faults().forgetCalls();
        berth.lookAround();
        assertEquals(List.of(), berth.engine.calls(), "at rest");
    }

    @Test
    void ofOneThatFailedTheImageStaysAsLongAsItsDefinitionIsTheNewest() {
        String first = deployed("1");
        String failed = failing("2");
        assertEquals(sorted(first, failed), built());
        String third = deployed("3");
        assertEquals(sorted(first, third), built());
    }

    /** The image that is built for it. */
    private String failing(String version) {
        List<String> before = built();
        String definition = SHOP.formatted(version);
        Deployment deployment = TestBerth.started(berth.apply(definition));
        berth.engine.faults().on("start shop-web", Fault.REFUSED);
        berth.settle();
        berth.engine.faults().none();
        assertEquals(Status.FAILED, berth.now(deployment).status());
        return built().stream().filter(r -> !before.contains(r)).findFirst().orElseThrow();
    }

    @Test
    void aStoppedApplicationKeepsItsImageThroughAnApply() {
        String first = deployed("1");
        berth.carriedOut(berth.operations::stop, "web");
        berth.apply(SHOP.formatted("2"));
        berth.settle();
        berth.deploy(SHOP.formatted("2").replace("redis:7", "redis:8"));
        assertEquals(List.of(first), built());
        berth.carriedOut(berth.operations::start, "web");
        assertEquals(2, built().size());
    }

    @Test
    void whatNoNameLeadsToAnyMoreGoesWithItsRelease() {
        String reference = deployed("1");
        berth.engine.pushed(reference, "sha256:again");
        berth.carriedOut(berth.operations::deploy, "web");
        assertEquals("sha256:" + reference, lost(), "it can be gone back to");
        deployed("2");
        assertEquals("", lost());
    }

    /** What no reference leads to. */
    private String lost() {
        return built().stream().filter(name -> name.startsWith("sha256:")).collect(Collectors.joining());
    }

    @Test
    void anApplicationAndAProjectThatGoTakeTheirsAlong() {
        deployed("1");
        deployed("2");
        berth.deploy("project: shop\napplications:\n  redis: {image: \"redis:7\"}\n");
        assertEquals(List.of(), built());
        deployed("1");
        deployed("2");
        berth.operations.removeProject(TestBerth.SHOP, false, "tester");
        berth.settle();
        assertEquals(List.of(), built());
    }

    @Test
    void aDaemonThatDiedBeforeItLeavesNothingToTheNext() {
        deployed("1");
        String second = deployed("2");
        TestBerth.started(berth.apply(SHOP.formatted("3")));
        berth = Crashes.at(berth, faults -> faults.on("removeImage ", Fault.CRASH));
        berth.settle();
        assertEquals(2, built().size());
        assertTrue(built().contains(second), built()::toString);
    }

    @Test
    void anEngineThatRefusesFailsNoDeployment() {
        deployed("1");
        deployed("2");
        Deployment deployment = TestBerth.started(berth.apply(SHOP.formatted("3")));
        berth.engine.faults().on("removeImage ", Fault.REFUSED);
        berth.settle();
        berth.engine.faults().none();
        assertEquals(Status.SUCCEEDED, berth.now(deployment).status());
        assertEquals("", berth.status("web").message());
        assertEquals(3, built().size());
        deployed("4");
        assertEquals(2, built().size());
    }

    @Test
    void whatAnotherProjectBuiltIsItsOwn() {
        ImageSpec.Built others = new ImageSpec.Built(
                "blog/web:0123456789ab",
                Optional.empty(),
                "Dockerfile",
                Optional.of("FROM busybox"),
                Optional.empty(),
                Map.of(),
                false,
                0);
        ProjectName blog = ProjectName.of("blog");
        berth.engine.provideImage(blog, ApplicationName.of("web"), others, false, ProgressSink.silent());
        deployed("1");
        assertEquals(
                List.of(List.of("blog/web:0123456789ab")),
                berth.engine.builtImages(blog).stream()
                        .map(BuiltImage::references)
                        .toList());
    }
}
