package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.project.Mount;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.VolumeName;
import dev.berth.core.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What others made on the same engine, and what all share: subnets, the proxy. */
@Order(11)
@Execution(ExecutionMode.CONCURRENT)
final class OthersIT {
    private static final Releases SLEEPS = Releases.of("busybox", "sleep", "1000");

    private final RealEngine real = new RealEngine();
    private final DockerEngine engine = DockerEngine.connect(real.settings());
    private final String prefix = real.instance + "-";

    @AfterEach
    void clean() {
        engine.close();
        real.close();
    }

    @Test
    void aForeignNetworkIsRefusedAndLeftAlone() {
        real.api
                .post("/networks/create")
                .body(DockerApi.JSON
                        .createObjectNode()
                        .put("Name", prefix + "shop")
                        .put("Internal", true)
                        .set("IPAM", ipam("10.214.7.0/28")))
                .run();
        assertForeign("network", "shop", "no Berth at all", () -> engine.createNetwork(Releases.SHOP));
        assertForeign("network", "shop", "no Berth at all", () -> engine.removeNetwork(Releases.SHOP));
        assertForeign("network", "shop", "no Berth at all", () -> engine.start(SLEEPS.start()));
        assertFalse(engine.observe(Releases.SHOP).network());
        assertTrue(real.api
                .get("/networks/" + prefix + "shop")
                .json()
                .path("Internal")
                .asBoolean());
        assertEquals("[ForeignThing[kind=network, name=" + prefix + "shop, owner=no Berth at all]]", obstacles());
    }

    @Test
    void aForeignVolumeIsRefusedAndLeftAlone() {
        real.api
                .post("/volumes/create")
                .body(DockerApi.JSON.createObjectNode().put("Name", prefix + "shop_data"))
                .run();
        VolumeName data = new VolumeName("shop_data", false);
        assertForeign(
                "volume", "shop_data", "no Berth at all", () -> engine.createVolume(Releases.SHOP, Releases.WEB, data));
        assertForeign("volume", "shop_data", "no Berth at all", () -> engine.removeVolume(data));
        engine.createNetwork(Releases.SHOP);
        assertForeign(
                "volume",
                "shop_data",
                "no Berth at all",
                () -> engine.start(
                        SLEEPS.mounts(new Mount.Volume("data", "/data", false)).start()));
        assertEquals(List.of(), engine.observe(Releases.SHOP).instances());
        assertEquals("[ForeignThing[kind=volume, name=" + prefix + "shop_data, owner=no Berth at all]]", obstacles());
    }

    @Test
    void anotherStoreOfTheSameInstanceNameSeesStrangersAndTouchesNothing() {
        engine.createNetwork(Releases.SHOP);
        engine.createVolume(Releases.SHOP, Releases.WEB, new VolumeName("shop_data", false));
        engine.start(SLEEPS.start());
        DockerSettings mine = real.settings();
        try (DockerEngine other = DockerEngine.connect(new DockerSettings(
                mine.host(),
                "another-store",
                mine.instance(),
                mine.subnets(),
                mine.proxy(),
                mine.contexts(),
                mine.time()))) {
            String owner = "another Berth store (" + real.store.substring(0, 8) + "…)";
            assertEquals(Map.of(), other.observeAll());
            assertEquals(
                    "[container shop-web-3f9c2a1b-1 " + owner + ", network shop " + owner + ", volume shop_data "
                            + owner + "]",
                    other.strangers().stream()
                            .map(thing ->
                                    thing.kind() + " " + thing.name().substring(prefix.length()) + " " + thing.owner())
                            .toList()
                            .toString());
            assertForeign("container", "shop-web-3f9c2a1b-1", owner, () -> other.start(SLEEPS.start()));
            assertForeign(
                    "container",
                    "shop-web-3f9c2a1b-1",
                    owner,
                    () -> other.remove(SLEEPS.release().instance(1)));
            assertForeign("network", "shop", owner, () -> other.removeNetwork(Releases.SHOP));
            assertForeign("volume", "shop_data", owner, () -> other.removeVolume(new VolumeName("shop_data", false)));
        }
        assertEquals(List.of(), engine.strangers());
        assertTrue(engine.observe(Releases.SHOP).instances().get(0).isRunning());
    }

    @Test
    void anotherInstanceOfTheSameStoreIsNotOurs() {
        engine.createNetwork(Releases.SHOP);
        DockerSettings mine = real.settings();
        try (DockerEngine other = DockerEngine.connect(new DockerSettings(
                mine.host(), mine.storeId(), "other", mine.subnets(), mine.proxy(), mine.contexts(), mine.time()))) {
            assertEquals(Map.of(), other.observeAll());
            assertFalse(other.observe(Releases.SHOP).network());
        }
    }

    @Test
    void anExhaustedPoolIsToldWithTheRemedy() {
        DockerSettings mine = real.settings();
        try (DockerEngine small = DockerEngine.connect(new DockerSettings(
                mine.host(),
                mine.storeId(),
                mine.instance(),
                SubnetPool.of("10.214.8.0/24"),
                mine.proxy(),
                mine.contexts(),
                Timekeeper.system()))) {
            small.createNetwork(ProjectName.of("first"));
            small.createNetwork(ProjectName.of("second"));
            EngineException full =
                    assertThrows(EngineException.class, () -> small.createNetwork(ProjectName.of("third")));
            assertEquals(
                    "POOL_EXHAUSTED: cannot create network " + prefix
                            + "third: no free subnet is left in 10.214.8.0/24;"
                            + " delete a project that is not needed, or start the daemon with a larger --subnet-pool",
                    full.kind() + ": " + full.getMessage());
            small.removeNetwork(ProjectName.of("first"));
            small.createNetwork(ProjectName.of("third"));
        }
    }

    @Test
    void theManagedProxyJoinsEachProjectAndItsOwnNetworkSortsFirst() {
        Releases proxy = SLEEPS.ofProject(ProjectName.PROXY);
        engine.createNetwork(ProjectName.PROXY);
        engine.createNetwork(Releases.SHOP);
        engine.createNetwork(ProjectName.of("a"));
        assertEquals(Optional.empty(), engine.proxyAddress());
        engine.start(proxy.start());
        assertTrue(engine.observe(ProjectName.PROXY).proxyJoined());
        assertFalse(engine.observe(Releases.SHOP).proxyJoined());
        engine.joinProxy(Releases.SHOP);
        engine.joinProxy(Releases.SHOP);
        engine.joinProxy(ProjectName.of("a"));
        assertTrue(engine.observe(Releases.SHOP).proxyJoined());
        List<String> networks = new java.util.ArrayList<>();
        real.container(proxy.release().instance(1).toString())
                .path("NetworkSettings")
                .path("Networks")
                .fieldNames()
                .forEachRemaining(networks::add);
        assertEquals(address(proxy.release().instance(1).toString(), prefix + "0-proxy"), engine.proxyAddress());
        assertEquals(
                endpoint(proxy.release().instance(1).toString(), prefix + "0-proxy", "Gateway"), engine.proxyGateway());
        java.util.Collections.sort(networks);
        assertEquals(List.of(prefix + "0-proxy", prefix + "a", prefix + "shop"), networks);
        engine.stop(proxy.release().instance(1), Duration.ofSeconds(1));
        assertFalse(engine.observe(Releases.SHOP).proxyJoined());
        engine.removeNetwork(Releases.SHOP);
        engine.removeNetwork(ProjectName.of("a"));
    }

    @Test
    void anExternalProxyIsJoinedByItsName() {
        DockerSettings mine = real.settings();
        try (DockerEngine external = DockerEngine.connect(new DockerSettings(
                mine.host(),
                mine.storeId(),
                mine.instance(),
                mine.subnets(),
                new ProxyPlace.External(prefix + "edge"),
                mine.contexts(),
                mine.time()))) {
            external.createNetwork(Releases.SHOP);
            EngineException missing = assertThrows(EngineException.class, () -> external.joinProxy(Releases.SHOP));
            assertEquals(
                    "NOT_FOUND: cannot join the reverse proxy to network " + prefix + "shop: no container " + prefix
                            + "edge runs; start it, or correct --proxy-container",
                    missing.kind() + ": " + missing.getMessage());
            ObjectNode body = DockerApi.JSON.createObjectNode().put("Image", "busybox");
            body.putArray("Cmd").add("sleep").add("1000");
            real.api
                    .post("/containers/create")
                    .query("name", prefix + "edge")
                    .body(body)
                    .run();
            real.api.post("/containers/" + prefix + "edge/start").run();
            assertEquals(address("edge", "bridge"), external.proxyAddress());
            assertEquals(endpoint("edge", "bridge", "Gateway"), external.proxyGateway());
            external.joinProxy(Releases.SHOP);
            assertTrue(external.observe(Releases.SHOP).proxyJoined());
            external.removeNetwork(Releases.SHOP);
            assertFalse(external.observe(Releases.SHOP).network());
        }
    }

    @Test
    void anAdoptedVolumeIsMountedAndNeverRemoved() {
        String name = prefix + "theirs";
        real.api
                .post("/volumes/create")
                .body(DockerApi.JSON.createObjectNode().put("Name", name))
                .run();
        VolumeName theirs = new VolumeName(name, true);
        engine.createVolume(Releases.SHOP, Releases.WEB, theirs);
        assertTrue(engine.observe(Releases.SHOP).volumes().contains(name));
        assertThrows(IllegalStateException.class, () -> engine.removeVolume(theirs));
    }

    @Test
    void aVolumeOfAnotherProjectIsAdoptedOnlyWhenThatProjectIsGone() {
        ProjectName blog = ProjectName.of("blog");
        engine.createNetwork(blog);
        engine.createVolume(blog, Releases.WEB, new VolumeName("blog_data", false));
        VolumeName theirs = new VolumeName(prefix + "blog_data", true);
        assertNotAdopted("another project", () -> engine.createVolume(Releases.SHOP, Releases.WEB, theirs));
        engine.createVolume(blog, Releases.WEB, theirs);
        engine.removeNetwork(blog);
        engine.createVolume(Releases.SHOP, Releases.WEB, theirs);
    }

    @Test
    void aVolumeOfAnotherStoreIsNeverAdopted() {
        engine.createVolume(Releases.SHOP, Releases.WEB, new VolumeName("shop_data", false));
        DockerSettings mine = real.settings();
        try (DockerEngine other = DockerEngine.connect(new DockerSettings(
                mine.host(),
                "another-store",
                mine.instance(),
                mine.subnets(),
                mine.proxy(),
                mine.contexts(),
                mine.time()))) {
            assertNotAdopted(
                    "another Berth store (" + real.store.substring(0, 8) + "…)",
                    () -> other.createVolume(Releases.SHOP, Releases.WEB, new VolumeName(prefix + "shop_data", true)));
        }
    }

    private static void assertNotAdopted(String owner, Runnable call) {
        EngineException refused = assertThrows(EngineException.class, call::run);
        assertEquals(Kind.FOREIGN, refused.kind(), refused::getMessage);
        assertTrue(refused.getMessage().contains("it belongs to " + owner), refused::getMessage);
    }

    private Optional<String> address(String container, String network) {
        return endpoint(container, network, "IPAddress");
    }

    private Optional<String> endpoint(String container, String network, String field) {
        return Optional.of(real.container(container)
                .path("NetworkSettings")
                .path("Networks")
                .path(network)
                .path(field)
                .asText());
    }

    private String obstacles() {
        return engine.obstacles(Releases.SHOP).toString();
    }

    private static ObjectNode ipam(String subnet) {
        ObjectNode ipam = DockerApi.JSON.createObjectNode();
        ipam.putArray("Config").addObject().put("Subnet", subnet);
        return ipam;
    }

    private void assertForeign(String kind, String name, String owner, Runnable call) {
        EngineException refused = assertThrows(EngineException.class, call::run);
        assertEquals(Kind.FOREIGN, refused.kind(), refused::getMessage);
        assertEquals(
                "there is already a " + kind + " " + prefix + name + ", made by " + owner
                        + "; it is left alone: rename or remove it, or choose another project name",
                refused.getMessage());
    }
}
