package dev.berth.core.release;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Domain;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.Middleware;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.PublishedPort.Protocol;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/** An application in which nothing is absent or as by default, so that whatever is forgotten of it is missed. */
public final class Everything {
    /** What must never be shown. */
    public static final String PLANTED = "pa$$word \"'#\n\u00e9\u6f22\ud83d\ude00\u0001";

    static final FingerprintKey KEY = FingerprintKey.of(new byte[32]);

    private Everything() {}

    public static DesiredApplication application() {
        return application(release());
    }

    static DesiredApplication application(Release release) {
        return new DesiredApplication(
                release,
                3,
                true,
                true,
                OptionalInt.of(8000),
                List.of(new Domain(
                        "shop.example",
                        "/app",
                        true,
                        Optional.of("/inner"),
                        true,
                        List.of(
                                new Middleware.Headers(Map.of("X-A", "1"), Map.of("Server", "")),
                                new Middleware.BasicAuth(List.of("ann:$2y$05$hash")),
                                new Middleware.RateLimit(10, 20),
                                new Middleware.MaxBody(1L << 32),
                                new Middleware.IpAllow(List.of("10.0.0.0/8")),
                                new Middleware.Compress(),
                                new Middleware.RedirectTo("www.shop.example", true)))),
                new Restart.OnFailure(3),
                Optional.of(new HealthCheck(
                        new HealthCheck.Command(List.of("redis-cli", "ping")),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(1500),
                        4,
                        Duration.ofMinutes(2))),
                new HealthCheck(
                        new HealthCheck.Tcp(8000), Duration.ofSeconds(5), Duration.ofSeconds(3), 3, Duration.ZERO),
                List.of(new Dependency(
                        new ApplicationName("redis"), Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY)),
                true,
                new Resources(OptionalLong.of(512L << 20), OptionalDouble.of(0.5), 200),
                new DeployPolicy(
                        Optional.of(DeployPolicy.Order.START_FIRST),
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30),
                        false,
                        7),
                DeployPolicy.Order.STOP_FIRST,
                true);
    }

    public static Release release() {
        return new Release(
                        new ReleaseName(new ProjectName("shop"), new ApplicationName("web"), ""),
                        new Fingerprint("v1", "0".repeat(64)),
                        built(),
                        Optional.of("sha256:" + "b".repeat(64)),
                        new Invocation(
                                Optional.of(List.of("/entry", "point")),
                                Optional.of(List.of("serve", "")),
                                Optional.of("1000:1000"),
                                Optional.of("/srv"),
                                Optional.of(false),
                                Duration.ofMillis(1500)),
                        Map.of("team", "blue", "a", "b"),
                        Map.of("PASSWORD", Secret.of(PLANTED), "EMPTY", Secret.of("")),
                        List.of(
                                new Mount.Bind("/srv/site", "/site", true),
                                new Mount.Tmpfs("/tmp", "size=64m"),
                                new Mount.Volume("data", "/data", true)),
                        Map.of("data", new VolumeName("old-data", true)),
                        List.of(new FileContent("/etc/app.conf", Secret.of("key=" + PLANTED), 0640, 1000)),
                        List.of(new PublishedPort("127.0.0.1", 5353, 53, Protocol.UDP)),
                        new Privileges(new TreeSet<>(List.of("NET_ADMIN", "SYS_TIME")), true),
                        Map.of("net.ipv4.ip_forward", "0"))
                .named(KEY);
    }

    static ImageSpec.Built built() {
        return new ImageSpec.Built(
                "shop/web:9b1f00000000",
                Optional.of("sha256:" + "a".repeat(64)),
                "docker/Dockerfile",
                Optional.of("FROM busybox\n"),
                Optional.of("final"),
                Map.of("VERSION", "3"),
                true,
                2);
    }
}
