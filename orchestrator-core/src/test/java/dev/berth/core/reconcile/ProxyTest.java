package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.FingerprintKey;
import dev.berth.core.release.Release;
import dev.berth.core.release.ResolveContext;
import dev.berth.core.release.Resolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reverse proxy is kept as a project of Berth's own; when it cannot run, only routes fail. */
final class ProxyTest {
    private static final String SHOP =
            """
            project: shop
            applications:
              web:
                image: web:1
                port: 8000
                domain: {host: shop.localhost, https: false}
                depends_on: [redis]
              redis: {image: "redis:7", volumes: ["data:/data"]}
            """;
    private static final int PORT = 80;

    @TempDir
    private Path data;

    private TestBerth berth;

    @BeforeEach
    void open() {
        berth = TestBerth.on(Machine.with(data).keeping(ProjectName.PROXY, own(ProjectName.PROXY, "traefik")));
    }

    @AfterEach
    void close() {
        berth.close();
    }

    private static DesiredState own(ProjectName project, String application) {
        return Resolver.resolve(
                new Project(
                        project,
                        Map.of(),
                        List.of(ApplicationBuilder.application(application)
                                .publish(PORT)
                                .get()),
                        Map.of()),
                new ResolveContext(Map.of(), Map.of(), Map.of(), FingerprintKey.of(new byte[32]), Set.of()));
    }

    private String proxy() {
        return berth.engine.observe(ProjectName.PROXY).instances().stream()
                .map(i -> i.state().toString())
                .collect(Collectors.joining());
    }

    private void meddle(Meddling what) {
        berth.engine.meddle(
                berth.engine.observe(ProjectName.PROXY).instances().get(0).name(), what);
    }

    /** Another program of this machine has the proxy's port, so that no proxy runs. */
    private void portIsTaken() {
        ProjectName other = ProjectName.of("other");
        Release nginx = own(other, "nginx").applications().get(0).release();
        berth.engine.createNetwork(other);
        berth.engine.pushed("nginx:1", "sha256:nginx");
        berth.engine.provideImage(other, nginx.name().application(), nginx.image(), false, line -> {});
        berth.engine.start(new InstanceStart(nginx.instance(1), nginx, Resources.DEFAULT, new Restart.No(), false));
        berth.engine.proxyIsThere(false);
    }

    @Test
    void itIsMadeWithoutAnyOrderAndMadeAgainWhenItIsRemoved() {
        berth.settle();
        assertEquals("RUNNING", proxy());
        berth.pass(Duration.ofSeconds(1));
        meddle(Meddling.REMOVE);
        berth.settle();
        assertEquals("RUNNING", proxy());
    }

    @Test
    void aNewProxyIsLedToEveryProject() {
        berth.deploy(SHOP);
        berth.pass(Duration.ofSeconds(1));
        berth.engine.proxyIsThere(false);
        meddle(Meddling.KILL);
        berth.engine.proxyIsThere(true);
        berth.settle();
        assertTrue(berth.engine.observe(TestBerth.SHOP).proxyJoined());
        assertEquals("", berth.status("web").message());
    }

    @Test
    void withItsPortTakenOnlyRoutesFailNamingWhoHasIt() {
        portIsTaken();
        Deployment deployment = berth.deploy(SHOP);
        assertEquals(Status.FAILED, deployment.status());
        assertEquals(
                "web: there is no reverse proxy; nothing of it runs; the reverse proxy does not run: port 80 is taken by"
                        + " other-nginx-1; nothing of it runs",
                deployment.message().replaceAll("-[0-9a-f]{8}", ""));
        assertEquals("redis running", berth.running());
        assertEquals(State.RUNNING, berth.status("redis").state());
        assertEquals(State.FAILED, berth.status("web").state());
        assertTrue(
                berth.status("web").message().contains("port 80 is taken by"),
                berth.status("web").message());
    }

    @Test
    void withItsPortTakenItsStatusSaysWhy() {
        portIsTaken();
        berth.pass(Duration.ofMinutes(1));
        ApplicationStatus traefik = berth.operations
                .project(ProjectName.PROXY)
                .orElseThrow()
                .applications()
                .get(0);
        assertEquals(State.FAILED, traefik.state());
        assertTrue(traefik.message().startsWith("port 80 is taken by other-nginx-"), traefik.message());
        assertEquals(
                1,
                berth.told().lines().filter(line -> line.startsWith("failed: ")).count(),
                berth.told());
    }

    @Test
    void withItsPortTakenWhatHasNoDomainIsDeployedAsEver() {
        portIsTaken();
        Deployment deployment = berth.deploy(SHOP.replace("    domain: {host: shop.localhost, https: false}\n", ""));
        assertEquals(Status.SUCCEEDED, deployment.status(), deployment.message());
        assertEquals("redis running, web running", berth.running());
    }

    @Test
    void withItsPortTakenApplicationsAreHealedAsEver() {
        berth.deploy(SHOP.replace("port: 8000", "port: 8000\n    replicas: 2"));
        meddle(Meddling.REMOVE);
        portIsTaken();
        berth.settle();
        assertEquals("", proxy());
        berth.engine.meddle(berth.instances("web").get(1).name(), Meddling.REMOVE);
        berth.meddle("redis", Meddling.REMOVE);
        assertEquals("redis running, web running, web running", berth.running());
        assertEquals(
                1,
                berth.told()
                        .lines()
                        .filter(line -> line.equals("failed: could not be healed: there is no reverse proxy"))
                        .count(),
                berth.told());
        berth.pass(Duration.ofMinutes(1));
        assertEquals("[shop-web-1, shop-web-2]", berth.routed("web"));
    }

    @Test
    void aPortThatIsFreeAgainIsTakenByItselfAndTheRoutesWork() {
        portIsTaken();
        berth.deploy(SHOP);
        ProjectName other = ProjectName.of("other");
        berth.engine.meddle(berth.engine.observe(other).instances().get(0).name(), Meddling.REMOVE);
        berth.engine.proxyIsThere(true);
        berth.pass(Duration.ofMinutes(1));
        assertEquals("RUNNING", proxy());
        Deployment deployment = berth.deploy(SHOP);
        assertEquals(Status.SUCCEEDED, deployment.status(), deployment.message());
        assertFalse(berth.status("web").message().contains("proxy"));
    }
}
