package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.LogQuery;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that falls silent in the middle of an answer holds nobody for good. */
final class SilenceTest {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final EngineNames NAMES = new EngineNames("");
    private static final Labels LABELS = new Labels("store", "");
    private static final InstanceName FIRST = Releases.of("busybox").release().instance(1);

    @TempDir
    private Path directory;

    private ScriptedEngine engine;
    private DockerApi api;

    @BeforeEach
    void start() throws IOException {
        engine = new ScriptedEngine(directory);
        api = new DockerApi(engine.host());
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        engine.close();
    }

    private DockerImages images() {
        return images(new PullPatience(SILENCE, Duration.ofMinutes(1)));
    }

    private DockerImages images(PullPatience pulls) {
        ImageBuild build = new ImageBuild(api, LABELS, digest -> {
            throw new IllegalStateException(digest);
        });
        return new DockerImages(api, NAMES, LABELS, build, new BuildDisk(api, BuildLimits.DEFAULT), pulls);
    }

    private EngineException pull(List<String> progress) {
        return pull(images(), progress);
    }

    private static EngineException pull(DockerImages images, List<String> progress) {
        ImageSpec image = new ImageSpec.Pulled("shop/web:1", 0);
        return assertThrows(
                EngineException.class, () -> images.provide(Releases.SHOP, Releases.WEB, image, false, progress::add));
    }

    private static void assertStalled(EngineException failure) {
        assertEquals(Kind.IMAGE_UNAVAILABLE, failure.kind());
        assertEquals(
                "cannot pull image shop/web:1: nothing came of it for 2 s; see how far  docker pull shop/web:1  gets"
                        + " on this host, look at its connection and Docker's proxy settings, and apply again",
                failure.getMessage());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aPullThatStallsOnItsWayIsGivenUp() {
        engine.fallsSilent("POST /v1.41/images/create", "{\"status\": \"Pulling from shop/web\", \"id\": \"1\"}\n");
        List<String> progress = new ArrayList<>();
        assertStalled(pull(progress));
        assertEquals(List.of("Pulling from shop/web 1"), progress);
    }

    @Test
    void soIsOneThatDoesNotEvenBegin() {
        engine.saysNothing("POST /v1.41/images/create");
        assertStalled(pull(new ArrayList<>()));
    }

    @Test
    void oneThatTakesForEverIsGivenUpThoughItIsNotSilent() {
        engine.fallsSilent("POST /v1.41/images/create", "{\"status\": \"Pulling from shop/web\", \"id\": \"1\"}\n");
        EngineException failure = pull(images(new PullPatience(Duration.ofMinutes(1), SILENCE)), new ArrayList<>());
        assertTrue(
                failure.getMessage().startsWith("cannot pull image shop/web:1: it was not done within 2 s; see how"),
                failure::getMessage);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void onlyWhatIsNewIsProgress() {
        PullProgress pull = new PullProgress("shop/web:1", line -> {});
        String half = "{\"id\": \"a\", \"status\": \"Downloading\", \"progressDetail\": {\"current\": 1, \"total\": 2},"
                + " \"progress\": \"%s\"}";
        assertTrue(told(pull, half.formatted("1B/2B 10s")));
        assertFalse(told(pull, half.formatted("1B/2B 11s")));
        assertTrue(told(pull, half.formatted("2B/2B").replace("1,", "2,")));
        assertTrue(told(pull, "{\"id\": \"b\", \"status\": \"Waiting\"}"));
        assertFalse(told(pull, "{\"id\": \"b\", \"status\": \"Waiting\"}"));
        assertTrue(told(pull, "{\"id\": \"a\", \"status\": \"Pull complete\"}"));
    }

    private static boolean told(PullProgress pull, String message) {
        return pull.accept(DockerApi.parse(message.getBytes(java.nio.charset.StandardCharsets.UTF_8), "read"));
    }

    private void read(LogQuery query) {
        DockerNetworks networks = new DockerNetworks(api, NAMES, LABELS, SubnetPool.of("10.213.0.0/16"));
        DockerInstances instances = new DockerInstances(
                api,
                NAMES,
                LABELS,
                networks,
                new DockerVolumes(api, NAMES, LABELS, networks),
                images(),
                new SwapCount(api));
        new DockerLogs(api, NAMES, instances, SILENCE).read(FIRST, query, line -> {});
    }

    @Test
    void linesThatDoNotComeAreGivenUp() {
        SortedMap<String, String> labels = LABELS.of(FIRST, "v1");
        engine.answers(
                "GET /v1.41/containers/" + FIRST + "/json",
                DockerApi.JSON
                        .valueToTree(Map.of("Id", "abc", "Config", Map.of("Labels", labels)))
                        .toString());
        engine.fallsSilent("GET /v1.41/containers/abc/logs", "\1\0\0\0\0\0\0\5half");
        EngineException failure =
                assertThrows(EngineException.class, () -> read(new LogQuery(false, 20, Optional.empty())));
        assertEquals(Kind.TIMED_OUT, failure.kind());
        assertTrue(
                failure.getMessage()
                        .matches(
                                "cannot read what container shop-web-3f9c2a1b-1 prints: Docker at unix:.* gave no answer"
                                        + " within 2 s; .*"),
                failure::getMessage);
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
