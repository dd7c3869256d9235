package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.PublishedPort.Protocol;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ContainerTranslationTest {
    private static final EngineImage PLAIN = new EngineImage("sha256:aa", List.of(), new TreeSet<>(), Optional.empty());

    private final ContainerTranslation translation =
            new ContainerTranslation(new EngineNames("blue"), new Labels("1f3c", "blue"));

    @Test
    void theSmallestReleaseGetsTheLeastPrivileges() throws IOException {
        assertGolden("smallest", translation.create(Releases.of("busybox").start(), PLAIN));
    }

    @Test
    void everythingThatCanBeAskedForIsSent() throws IOException {
        Invocation invocation = new Invocation(
                Optional.of(List.of("/entry", "point")),
                Optional.of(List.of("serve", "--port", "80")),
                Optional.of("1000:1000"),
                Optional.of("/srv"),
                Optional.of(true),
                Duration.ofMillis(1500));
        InstanceStart start = Releases.of("busybox")
                .invocation(invocation)
                .labels(Map.of("team", "blue", "dev.berth.project", "stolen"))
                .env(Map.of("B", "pa$$word \"'#\nline", "A", ""))
                .mounts(
                        new Mount.Volume("data", "/data", false),
                        new Mount.Volume("seen", "/seen", true),
                        new Mount.Bind("/srv/site", "/site", true),
                        new Mount.Tmpfs("/tmp", "size=64m"))
                .ports(
                        new PublishedPort("127.0.0.1", 8080, 80, Protocol.TCP),
                        new PublishedPort("", 8081, 80, Protocol.TCP),
                        new PublishedPort("127.0.0.1", 5353, 53, Protocol.UDP))
                .privileges(
                        new Privileges(new TreeSet<>(List.of("NET_ADMIN", "cap_sys_time")), true),
                        Map.of("net.ipv4.ip_forward", "0"))
                .start(
                        new Resources(OptionalLong.of(512L << 20), OptionalDouble.of(0.5), 200),
                        new Restart.OnFailure(3),
                        true);
        EngineImage image = new EngineImage(
                "sha256:bb",
                List.of("/init"),
                new TreeSet<>(List.of("/data", "/var/lib/Some Thing")),
                Optional.empty());
        assertGolden("everything", translation.create(start, image));
    }

    @Test
    void oneThatMustNotAnswerYetIsNotCalledLikeTheApplication() {
        JsonNode body = translation.create(
                Releases.of("busybox").start(Resources.DEFAULT, Restart.UNLESS_STOPPED, false), PLAIN);
        assertEquals(
                "blue-shop-web-3f9c2a1b-1 {\"blue-shop\":{\"Aliases\":[\"blue-shop-web-3f9c2a1b-1\"]}}",
                body.path("Hostname").asText() + " "
                        + body.path("NetworkingConfig").path("EndpointsConfig"));
    }

    @Test
    void anInitSystemOfTheImageStaysProcessOne() {
        EngineImage initialises = new EngineImage("sha256:bb", List.of("/init"), new TreeSet<>(), Optional.empty());
        assertEquals(
                "false",
                translation
                        .create(Releases.of("busybox").start(), initialises)
                        .path("HostConfig")
                        .path("Init")
                        .asText());
    }

    @Test
    void onlyWhatDiffersIsUpdated() {
        Resources half = new Resources(OptionalLong.of(64L << 20), OptionalDouble.of(0.5), 100);
        assertEquals(
                "{\"Memory\":67108864,\"MemorySwap\":67108864,\"CpuPeriod\":100000,\"CpuQuota\":50000,\"PidsLimit\":100,"
                        + "\"RestartPolicy\":{\"Name\":\"unless-stopped\"}}",
                ContainerTranslation.update(Resources.DEFAULT, false, 2, half, Restart.UNLESS_STOPPED)
                        .toString());
        assertEquals(
                "{\"Memory\":1125899906842624,\"MemorySwap\":2251799813685248,\"CpuPeriod\":100000,\"CpuQuota\":-1,"
                        + "\"PidsLimit\":4096,\"RestartPolicy\":{\"Name\":\"no\"}}",
                ContainerTranslation.update(half, false, 2, Resources.DEFAULT, new Restart.No())
                        .toString());
        assertEquals(
                "{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":0}}",
                ContainerTranslation.update(half, false, 2, half, new Restart.OnFailure(0))
                        .toString());
    }

    @Test
    void whoseProcessorsSomebodyCountedInBillionthsKeepsThatCount() {
        Resources quarter = new Resources(OptionalLong.empty(), OptionalDouble.of(0.25), 4096);
        Resources half = new Resources(OptionalLong.empty(), OptionalDouble.of(0.5), 4096);
        assertEquals(
                "{\"NanoCpus\":500000000,\"RestartPolicy\":{\"Name\":\"no\"}}",
                ContainerTranslation.update(quarter, true, 2, half, new Restart.No())
                        .toString());
        assertEquals(
                "{\"NanoCpus\":1999999999,\"RestartPolicy\":{\"Name\":\"no\"}}",
                ContainerTranslation.update(quarter, true, 2, Resources.DEFAULT, new Restart.No())
                        .toString());
    }

    private static void assertGolden(String name, JsonNode body) throws IOException {
        String written = DockerApi.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body) + "\n";
        try (InputStream golden = ContainerTranslationTest.class.getResourceAsStream(name + ".container.json")) {
            String expected =
                    golden == null ? "(no golden file)" : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(expected, written);
        }
    }
}
