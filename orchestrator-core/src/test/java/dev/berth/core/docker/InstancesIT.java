package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.ExecRequest;
import dev.berth.core.engine.InstanceStart;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.release.FileContent;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Secret;
import dev.berth.core.release.VolumeName;
import dev.berth.proxy.FreePort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Containers as the Docker Engine of this machine makes them. */
@Execution(ExecutionMode.CONCURRENT)
final class InstancesIT {
    private static final Releases SLEEPS = Releases.of("busybox", "sleep", "1000");
    private static final InstanceName FIRST = SLEEPS.release().instance(1);

    private final RealEngine real = new RealEngine();
    private final DockerEngine engine = DockerEngine.connect(real.settings());

    @AfterEach
    void clean() {
        engine.close();
        real.close();
    }

    @Test
    void anInstanceHasTheLeastPrivileges() {
        run(SLEEPS);
        JsonNode host = real.container("shop-web-3f9c2a1b-1").path("HostConfig");
        assertEquals(
                "privileged=false drop=[ALL] add=[CHOWN, DAC_OVERRIDE, FOWNER, KILL, NET_BIND_SERVICE, SETGID, SETUID]"
                        + " security=[no-new-privileges:true] pids=4096 init=true network=NAME-shop pid= ipc=private"
                        + " log=json-file {\"max-file\":\"3\",\"max-size\":\"10m\"}",
                "privileged=" + host.path("Privileged").asText() + " drop=" + texts(host, "CapDrop") + " add="
                        + texts(host, "CapAdd").stream()
                                .map(name -> name.replaceFirst("^CAP_", ""))
                                .toList()
                        + " security=" + texts(host, "SecurityOpt") + " pids=" + host.path("PidsLimit") + " init="
                        + host.path("Init") + " network="
                        + host.path("NetworkMode").asText().replace(real.instance, "NAME") + " pid="
                        + host.path("PidMode").asText() + " ipc="
                        + host.path("IpcMode").asText() + " log="
                        + host.path("LogConfig").path("Type").asText() + " "
                        + host.path("LogConfig").path("Config"));
        assertTrue(printed("cat", "/proc/1/status").contains("NoNewPrivs:\t1\n"));
        assertEquals("web\n", printed("hostname"));
    }

    @Test
    void oneWhoseAddressIsTakenWhileItsNamesChangeGetsAnotherAddress() throws IOException {
        run(SLEEPS);
        String address = endpoint().path("IPAddress").asText();
        try (EngineLink link = EngineLink.to(RealEngine.HOST);
                DockerEngine listened = DockerEngine.connect(real.settings(link.host(), BuildLimits.DEFAULT))) {
            AtomicBoolean taken = new AtomicBoolean();
            link.decide(call -> {
                if (call.contains("/connect") && !call.contains("/disconnect") && !taken.getAndSet(true)) {
                    take(address);
                }
                return EngineLink.Fate.PASSES;
            });
            listened.attach(FIRST, false);
            assertTrue(taken.get());
        }
        assertTrue(
                texts(endpoint(), "Aliases").contains("web"), () -> endpoint().toString());
        String now = endpoint().path("IPAddress").asText();
        assertTrue(now.startsWith("10.213.") && !now.equals(address), address + ", then " + now);
    }

    @Test
    void oneWhoseNamesChangedStartsAgainAlsoWhenItsAddressWasTakenMeanwhile() {
        run(SLEEPS);
        engine.attach(FIRST, false);
        String address = endpoint().path("IPAddress").asText();
        engine.stop(FIRST, Duration.ZERO);
        take(address);
        engine.start(SLEEPS.start());
        String now = endpoint().path("IPAddress").asText();
        assertTrue(now.startsWith("10.213.") && !now.equals(address), address + ", then " + now);
    }

    private JsonNode endpoint() {
        return real.container("shop-web-3f9c2a1b-1")
                .path("NetworkSettings")
                .path("Networks")
                .path(real.instance + "-shop");
    }

    private void take(String address) {
        ObjectNode body = DockerApi.JSON.createObjectNode().put("Image", "busybox");
        body.putArray("Cmd").add("sleep").add("1000");
        body.putObject("HostConfig").put("NetworkMode", real.instance + "-shop");
        body.putObject("NetworkingConfig")
                .putObject("EndpointsConfig")
                .putObject(real.instance + "-shop")
                .putObject("IPAMConfig")
                .put("IPv4Address", address);
        String id = real.api
                .post("/containers/create")
                .query("name", real.instance + "-thief")
                .body(body)
                .json()
                .path("Id")
                .asText();
        real.api.post("/containers/" + id + "/start").run();
    }

    @Test
    void oneStartsAgainAlsoWhenANetworkOfItIsGone() {
        run(SLEEPS);
        String name = real.instance + "-gone";
        String id = real.api
                .post("/networks/create")
                .body(DockerApi.JSON.createObjectNode().put("Name", name))
                .json()
                .path("Id")
                .asText();
        real.api
                .post("/networks/" + id + "/connect")
                .body(DockerApi.JSON.createObjectNode().put("Container", real.instance + "-shop-web-3f9c2a1b-1"))
                .run();
        engine.stop(FIRST, Duration.ZERO);
        real.api.delete("/networks/" + id).run();
        engine.start(SLEEPS.start());
        assertEquals(
                InstanceState.RUNNING,
                engine.observe(Releases.SHOP).instances().get(0).state());
    }

    @Test
    void valuesArriveByteForByte() {
        Map<String, String> env = new TreeMap<>();
        env.put("DOLLARS", "pa$$word $HOME ${HOME} $(id) `id`");
        env.put("EMPTY", "");
        env.put("EQUALS", "=a=b=");
        env.put("HASH", "a # b");
        env.put("JSON", "{\"a\": [1, \"two\"], \"b\": \"\\\\n\"}");
        env.put("LINES", "first\nsecond\n\nlast\n");
        env.put("LONG", "0123456789".repeat(1_000));
        env.put("PEM", "-----BEGIN KEY-----\nMIIB+/==\n-----END KEY-----\n");
        env.put("QUOTES", "'single' \"double\" \\ back");
        env.put("SPACES", "  around  ");
        env.put("UNICODE", "Grüße, 世界 🚢");
        run(SLEEPS.env(env));
        String seen = printed("sh", "-c", "cat /proc/$(pidof sleep)/environ");
        Map<String, String> arrived = new TreeMap<>();
        for (String entry : seen.split("\0")) {
            int equals = entry.indexOf('=');
            arrived.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        env.forEach((name, value) -> assertEquals(value, arrived.get(name), name));
    }

    @Test
    void filesAreThereBeforeTheProcessStarts() {
        run(Releases.of(
                        "busybox",
                        "sh",
                        "-c",
                        "ls -ln /etc/shop/app.conf /run.sh; cat /etc/shop/app.conf; exec sleep 1000")
                .files(
                        new FileContent("/etc/shop/app.conf", Secret.of("key = wört\n"), 0640, 33),
                        new FileContent("/run.sh", Secret.of("#!/bin/sh\n"), 0755, 0)));
        Waiting.until("the files to be shown", () -> engine.tail(FIRST, 10).size() == 3);
        List<String> lines = engine.tail(FIRST, 10).stream().map(LogLine::text).toList();
        assertTrue(lines.get(0).matches("-rw-r----- +1 33 +33 .* /etc/shop/app.conf"), lines::toString);
        assertTrue(lines.get(1).matches("-rwxr-xr-x +1 0 +0 .* /run.sh"), lines::toString);
        assertEquals("key = wört", lines.get(2));
    }

    @Test
    void aReadOnlyInstanceGetsItsFilesIntoAVolume() {
        engine.createVolume(Releases.SHOP, Releases.WEB, new VolumeName("shop_conf", false));
        run(SLEEPS.mounts(new Mount.Volume("conf", "/conf", false))
                .files(new FileContent("/conf/app.conf", Secret.of("key\n"), 0644, 0))
                .privileges(new Privileges(new TreeSet<>(), true), Map.of()));
        assertEquals("key\n", printed("cat", "/conf/app.conf"));
        assertEquals("", printed("touch", "/elsewhere").replaceAll("touch: /elsewhere: Read-only file system\n", ""));
    }

    @Test
    void aReadOnlyInstanceWithAFileElsewhereThanInAVolumeIsRefusedWithTheRemedy() {
        Releases readOnly = SLEEPS.files(new FileContent("/etc/app.conf", Secret.of("x"), 0644, 0))
                .privileges(new Privileges(new TreeSet<>(), true), Map.of());
        EngineException refused = assertThrows(EngineException.class, () -> run(readOnly));
        assertTrue(refused.getMessage().contains("read_only"), refused::getMessage);
        assertEquals(List.of(), engine.observe(Releases.SHOP).instances());
    }

    @Test
    void aDirectoryThatTheImageDeclaresAsAVolumeIsKept() {
        ImageSpec.Built image = new ImageSpec.Built(
                "shop/web:0123456789ab",
                Optional.empty(),
                "Dockerfile",
                Optional.of("FROM busybox\nVOLUME /var/lib/data\n"),
                Optional.empty(),
                Map.of(),
                false,
                0);
        engine.provideImage(Releases.SHOP, Releases.WEB, image, false, ProgressSink.silent());
        Releases release = Releases.of(real.instance + "-shop/web:0123456789ab", "sleep", "1000");
        run(release);
        printed("sh", "-c", "echo kept > /var/lib/data/it");
        assertTrue(engine.observe(Releases.SHOP).volumes().contains("shop_web-var-lib-data"));
        engine.remove(FIRST);
        run(release);
        assertEquals("kept\n", printed("cat", "/var/lib/data/it"));
        assertEquals(
                "web",
                real.api
                        .get("/volumes/" + real.instance + "-shop_web-var-lib-data")
                        .json()
                        .path("Labels")
                        .path(Labels.APPLICATION)
                        .asText());
    }

    @Test
    void aHalfMadeInstanceIsMadeAnew() {
        run(SLEEPS);
        JsonNode labels = real.container(FIRST.toString()).path("Config").path("Labels");
        engine.remove(FIRST);
        var body = DockerApi.JSON.createObjectNode().put("Image", "busybox");
        body.set("Labels", labels);
        body.putArray("Cmd").add("false");
        real.api
                .post("/containers/create")
                .query("name", real.instance + "-" + FIRST)
                .body(body)
                .run();
        assertEquals(
                InstanceState.CREATED,
                engine.observe(Releases.SHOP).instances().get(0).state());
        run(SLEEPS);
        assertEquals(
                InstanceState.RUNNING,
                engine.observe(Releases.SHOP).instances().get(0).state());
    }

    @Test
    void anInstanceWhoseNetworkWasMadeAnewIsStartedOnTheNewOne() {
        run(SLEEPS);
        engine.stop(FIRST, java.time.Duration.ofSeconds(1));
        engine.removeNetwork(Releases.SHOP);
        engine.createNetwork(Releases.SHOP);
        assertTrue(!engine.observe(Releases.SHOP).instances().get(0).attached());
        run(SLEEPS);
        var instance = engine.observe(Releases.SHOP).instances().get(0);
        assertEquals(
                "RUNNING true true",
                instance.state() + " " + instance.attached() + " " + instance.answersToApplication());
    }

    @Test
    void theAddressStaysWhenTheNameIsGiven() {
        run(SLEEPS.start(SLEEPS.start().resources(), SLEEPS.start().restart(), false));
        String before =
                engine.observe(Releases.SHOP).instances().get(0).address().orElseThrow();
        engine.attach(FIRST, true);
        assertEquals(
                before,
                engine.observe(Releases.SHOP).instances().get(0).address().orElseThrow());
        assertTrue(printed("nslookup", "-type=a", "web", "127.0.0.11").contains(before));
    }

    @Test
    void whoHasAPortIsNamed() {
        int port = FreePort.next();
        run(SLEEPS.ports(new PublishedPort("127.0.0.1", port, 80, PublishedPort.Protocol.TCP)));
        Releases second = Releases.of("busybox", "sleep", "1000")
                .ports(new PublishedPort("127.0.0.1", port, 80, PublishedPort.Protocol.TCP));
        InstanceStart start = new InstanceStart(
                second.release().instance(2),
                second.release(),
                second.start().resources(),
                second.start().restart(),
                false);
        EngineException taken = assertThrows(EngineException.class, () -> engine.start(start));
        assertEquals(Kind.PORT_TAKEN, taken.kind());
        assertTrue(
                taken.getMessage()
                        .endsWith("free port " + port + " on this host or publish another one (container "
                                + real.instance + "-shop-web-3f9c2a1b-1 has it)"),
                taken::getMessage);
    }

    @Test
    void aBindThatIsNotThereIsToldAndNotMade() {
        String source = "/srv/not-there-" + real.store;
        assertEquals(
                "NOT_FOUND: cannot mount " + source
                        + " into shop-web-3f9c2a1b-1: there is no such directory; make it first",
                refused(source));
    }

    @Test
    void aBindThatLeadsElsewhereIsRefused(@TempDir Path directory) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc"));
        assertEquals(
                "REFUSED: cannot mount " + link
                        + "/ssl into shop-web-3f9c2a1b-1: it leads to /etc/ssl by a symbolic link;"
                        + " name that path itself",
                refused(link + "/ssl"));
    }

    private String refused(String source) {
        EngineException refused =
                assertThrows(EngineException.class, () -> run(SLEEPS.mounts(new Mount.Bind(source, "/x", true))));
        assertEquals(List.of(), engine.observe(Releases.SHOP).instances());
        return refused.kind() + ": " + refused.getMessage();
    }

    private void run(Releases release) {
        run(release.start());
    }

    private void run(InstanceStart start) {
        engine.createNetwork(Releases.SHOP);
        engine.start(start);
    }

    private String printed(String... command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var session = engine.exec(FIRST, new ExecRequest(List.of(command), false, false))) {
            session.run((stream, bytes) -> out.writeBytes(bytes));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> texts(JsonNode host, String key) {
        return EngineImage.texts(host.path(key));
    }
}
