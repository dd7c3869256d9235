package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.FileContent;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.Secret;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Images built by the Docker Engine of this machine. */
@Execution(ExecutionMode.CONCURRENT)
final class BuildIT {
    private static final ProjectName SHOP = ProjectName.of("shop");
    private static final ApplicationName WEB = ApplicationName.of("web");

    private static final String SECONDS = Long.toString(100_000 + System.nanoTime() % 900_000);

    private final RealEngine real = new RealEngine();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private DockerEngine engine = DockerEngine.connect(real.settings());

    @AfterEach
    void clean() {
        engine.close();
        real.close();
    }

    @Test
    void anInlineDockerfileIsBuiltFromALocalImageWithLabelsAndPrefix() {
        String id = build(inline(
                "FROM busybox\nARG COLOUR=red\nRUN echo it is $COLOUR # " + real.instance, Map.of("COLOUR", "blue")));
        JsonNode image = real.api
                .get("/images/" + real.instance + "-shop/web:0123456789ab/json")
                .json();
        assertEquals(id, image.path("Id").asText());
        Labels labels = new Labels(real.store, real.instance);
        labels.of(SHOP, WEB)
                .forEach((key, value) -> assertEquals(
                        value, image.path("Config").path("Labels").path(key).asText(null)));
        assertTrue(lines.contains("it is blue"), lines::toString);
        assertTrue(engine.observe(SHOP).images().contains("shop/web:0123456789ab"));
        assertEquals(Optional.of(id), engine.imageId("shop/web:0123456789ab"));
        engine.removeImage("shop/web:0123456789ab");
        engine.removeImage("shop/web:0123456789ab");
        assertEquals(Optional.empty(), engine.imageId("shop/web:0123456789ab"));
    }

    @Test
    void aContextIsBuiltWithItsOwnDockerfileAndTarget() {
        byte[] tar = FileArchive.of(List.of(
                new FileContent(
                        "/docker/Dockerfile.prod",
                        Secret.of("FROM busybox AS first\nCOPY greeting /greeting\nRUN cat /greeting\n"
                                + "FROM busybox\nRUN false\n"),
                        0644,
                        0),
                new FileContent("/greeting", Secret.of("hello " + real.instance + "\n"), 0644, 0)));
        with(tar);
        build(new ImageSpec.Built(
                "shop/web:0123456789ab",
                Optional.of("sha256:context"),
                "docker/Dockerfile.prod",
                Optional.empty(),
                Optional.of("first"),
                Map.of(),
                false,
                0));
        assertTrue(lines.contains("hello " + real.instance), lines::toString);
    }

    @Test
    void anInlineDockerfileSeesTheContext() {
        with(FileArchive.of(
                List.of(new FileContent("/greeting", Secret.of("hello " + real.instance + "\n"), 0644, 0))));
        build(new ImageSpec.Built(
                "shop/web:0123456789ab",
                Optional.of("sha256:context"),
                "Dockerfile",
                Optional.of("FROM busybox\nCOPY greeting /\nRUN cat /greeting\n"),
                Optional.empty(),
                Map.of(),
                false,
                0));
        assertTrue(lines.contains("hello " + real.instance), lines::toString);
    }

    @Test
    void aCacheMountKeepsItsFilesFromOneBuildToTheNext() {
        String mount = "RUN --mount=type=cache,target=/cache,id=" + real.instance;
        // A newer builder takes a step for the same whatever the name of its mount.
        // Where others build at the same time, the builder may take an empty one instead.
        for (int round = 0; round < 5 && !lines.contains("kept"); round++) {
            String once = " # " + real.instance + " " + round + "\n";
            build(inline("FROM busybox\n" + mount + " echo kept > /cache/it" + once, Map.of()));
            build(inline("FROM busybox\n" + mount + " cat /cache/it || true" + once, Map.of("A", "b")), true);
        }
        assertTrue(lines.contains("kept"), lines::toString);
    }

    @Test
    void aCacheMountIsNotSharedWithAnotherProjectWhateverThatAsksFor() {
        String mount = "RUN --mount=type=cache,target=/cache,id=" + real.instance;
        build(inline("FROM busybox\n" + mount + " echo laid > /cache/it # " + real.instance + "\n", Map.of()));
        ImageSpec.Built blog = new ImageSpec.Built(
                "blog/web:0123456789ab",
                Optional.empty(),
                "Dockerfile",
                Optional.of("FROM busybox\n" + mount + " ls -a /cache && echo looked # " + real.instance + "\n"),
                Optional.empty(),
                Map.of("BUILDKIT_CACHE_MOUNT_NS", ""),
                false,
                0);
        engine.provideImage(ProjectName.of("blog"), WEB, blog, false, lines::add);
        assertTrue(lines.contains("looked"), lines::toString);
        assertFalse(lines.contains("it"), lines::toString);
    }

    @Test
    void aFailingStepIsToldWithItsLastLines() {
        EngineException failed = assertThrows(
                EngineException.class,
                () -> build(inline("FROM busybox\nRUN echo one && echo two && exit 7\n", Map.of())));
        assertEquals(EngineException.Kind.BUILD_FAILED, failed.kind());
        String message = failed.getMessage();
        assertTrue(message.contains("step [2/2] RUN echo one && echo two && exit 7 failed"), message);
        assertTrue(message.contains("exit code: 7"), message);
        assertTrue(message.endsWith("; its last lines:\n  | one\n  | two"), message);
    }

    @Test
    void aDockerfileThatIsNotThereIsToldWithTheRemedy() {
        with(FileArchive.of(
                List.of(new FileContent("/greeting", Secret.of("hello " + real.instance + "\n"), 0644, 0))));
        EngineException failed = assertThrows(
                EngineException.class,
                () -> build(new ImageSpec.Built(
                        "shop/web:0123456789ab",
                        Optional.of("sha256:context"),
                        "Dockerfile",
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        false,
                        0)));
        assertEquals(EngineException.Kind.BUILD_FAILED, failed.kind());
        assertTrue(failed.getMessage().endsWith("it is a path within the context"), failed::getMessage);
    }

    @Test
    void aBaseImageThatNobodyHasIsToldWithTheRemedy() {
        EngineException failed = assertThrows(
                EngineException.class, () -> build(inline("FROM localhost:1/nobody/has-this:1\n", Map.of())));
        assertEquals(EngineException.Kind.BUILD_FAILED, failed.kind());
        assertTrue(failed.getMessage().contains("no registry answered"), failed::getMessage);
    }

    @Test
    void anInterruptedBuildLeavesNothingRunning() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        ImageSpec.Built image =
                inline("FROM busybox\nRUN echo sleeping " + real.instance + " && sleep " + SECONDS + "\n", Map.of());
        CompletableFuture<EngineException> outcome = new CompletableFuture<>();
        Thread builder = new Thread(() -> {
            try {
                engine.provideImage(SHOP, WEB, image, false, line -> {
                    if (line.startsWith("sleeping")) {
                        running.countDown();
                    }
                });
            } catch (EngineException e) {
                outcome.complete(e);
            }
        });
        builder.start();
        assertTrue(running.await(60, TimeUnit.SECONDS));
        Waiting.until("the step to run", BuildIT::sleeping);
        builder.interrupt();
        assertEquals(
                EngineException.Kind.INTERRUPTED,
                outcome.get(60, TimeUnit.SECONDS).kind());
        Waiting.until("the step to be killed", () -> !sleeping());
        assertFalse(engine.imageId("shop/web:0123456789ab").isPresent());
    }

    @Test
    void aThirdBuildWaitsForTheFirstTwoAndCanBeEndedMeanwhile() throws Exception {
        ImageSpec.Built image =
                inline("FROM busybox\nRUN echo sleeping " + real.instance + " && sleep 3600\n", Map.of());
        List<Thread> builders = new ArrayList<>();
        List<CompletableFuture<EngineException>> outcomes = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch waiting = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<EngineException> outcome = new CompletableFuture<>();
            outcomes.add(outcome);
            Thread builder = new Thread(() -> {
                try {
                    engine.provideImage(SHOP, WEB, image, false, line -> {
                        if (line.startsWith("sleeping")) {
                            running.countDown();
                        } else if (line.equals("waiting for other builds to end")) {
                            waiting.countDown();
                        }
                    });
                } catch (EngineException e) {
                    outcome.complete(e);
                }
            });
            builders.add(builder);
            builder.start();
        }
        assertTrue(waiting.await(60, TimeUnit.SECONDS));
        assertTrue(running.await(60, TimeUnit.SECONDS));
        builders.forEach(Thread::interrupt);
        for (CompletableFuture<EngineException> outcome : outcomes) {
            assertEquals(
                    EngineException.Kind.INTERRUPTED,
                    outcome.get(20, TimeUnit.SECONDS).kind());
        }
    }

    private static boolean sleeping() {
        return ProcessHandle.allProcesses().anyMatch(process -> process.info()
                .arguments()
                .filter(arguments -> List.of(arguments).equals(List.of(SECONDS)))
                .isPresent());
    }

    private void with(byte[] context) {
        engine.close();
        engine = DockerEngine.connect(real.settings(RealEngine.HOST, digest -> new ByteArrayInputStream(context)));
    }

    private String build(ImageSpec.Built image) {
        return build(image, false);
    }

    private String build(ImageSpec.Built image, boolean lookAgain) {
        ProgressSink progress = lines::add;
        return engine.provideImage(SHOP, WEB, image, lookAgain, progress);
    }

    private static ImageSpec.Built inline(String dockerfile, Map<String, String> args) {
        return new ImageSpec.Built(
                "shop/web:0123456789ab",
                Optional.empty(),
                "Dockerfile",
                Optional.of(dockerfile),
                Optional.empty(),
                args,
                false,
                0);
    }
}
