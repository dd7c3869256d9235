package dev.berth.core.proxy;

import dev.berth.core.project.Application;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.project.Source;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.release.ResolveContext;
import dev.berth.core.release.Resolver;
import dev.berth.proxy.traefik.StaticConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Berth's own project: Traefik, without Docker's socket, without an environment, as the user that owns its files.
 *
 * @param image by an exact tag
 * @param directory of the host, with the dynamic files
 * @param user {@code uid:gid}
 */
public record ManagedProxy(String image, Path directory, String user, int httpPort, int httpsPort) {
    /** The only application of the project. */
    public static final ApplicationName TRAEFIK = ApplicationName.of("traefik");

    /** Inside the container, where the API and ping answer; never published. */
    public static final int API_PORT = 8099;

    /** Kernel settings of the proxy's network namespace: it must not carry packets from one project to another. */
    private static final Map<String, String> SYSCTLS = Map.of("net.ipv4.ip_forward", "0");

    private static final String INSIDE = "/etc/traefik/dynamic";
    private static final int HTTP = 8000;
    private static final int HTTPS = 8443;
    private static final String EVERY_ADDRESS = "";

    /** What is kept of the proxy: an ordinary project, but for what no user can ask for. */
    public DesiredState desired(FingerprintKey key) {
        DesiredState resolved =
                Resolver.resolve(project(), new ResolveContext(Map.of(), Map.of(), Map.of(), key, Set.of()));
        return new DesiredState(
                resolved.project(),
                resolved.applications().stream()
                        .map(a -> a.withRelease(a.release().withSysctls(SYSCTLS, key)))
                        .toList());
    }

    private Project project() {
        Application traefik = new Application(
                TRAEFIK,
                new Source.Image(image),
                new Invocation(
                        Optional.of(List.of("traefik")),
                        Optional.of(StaticConfiguration.inContainer(INSIDE).arguments()),
                        Optional.of(user),
                        Optional.empty(),
                        Optional.of(true),
                        Duration.ofSeconds(10)),
                Map.of(),
                Map.of(),
                List.of(new Mount.Bind(directory.toString(), INSIDE, true), new Mount.Tmpfs("/tmp", "")),
                List.of(),
                OptionalInt.empty(),
                List.of(),
                List.of(
                        new PublishedPort(EVERY_ADDRESS, httpPort, HTTP, PublishedPort.Protocol.TCP),
                        new PublishedPort(EVERY_ADDRESS, httpsPort, HTTPS, PublishedPort.Protocol.TCP)),
                1,
                false,
                true,
                Restart.UNLESS_STOPPED,
                Optional.of(new HealthCheck(
                        new HealthCheck.Http(API_PORT, "/ping"),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofSeconds(10))),
                List.of(),
                false,
                Resources.DEFAULT,
                DeployPolicy.DEFAULT,
                List.of(),
                new Privileges(new TreeSet<>(), true));
        return new Project(ProjectName.PROXY, Map.of(), List.of(traefik), Map.of());
    }
}
