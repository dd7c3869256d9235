package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.time.Timekeeper;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;

/**
 * The Docker Engine of this machine, shared with others: everything made through it carries a random instance name, and
 * closing it removes all of that, and nothing else.
 */
final class RealEngine implements AutoCloseable {
    static final URI HOST =
            URI.create(System.getenv().getOrDefault("DOCKER_HOST", DockerSettings.DEFAULT_HOST.toString()));

    final String store = "test-" + random();
    final String instance = "it" + random();
    final DockerApi api = new DockerApi(HOST);

    RealEngine() {
        Assumptions.assumeTrue(Files.exists(Path.of(HOST.getPath())), "no Docker Engine at " + HOST);
    }

    DockerSettings settings() {
        return settings(HOST, digest -> {
            throw new IllegalStateException("no context " + digest);
        });
    }

    DockerSettings settings(URI host, Function<String, InputStream> contexts) {
        return new DockerSettings(
                host,
                store,
                instance,
                SubnetPool.of("10.213.0.0/16"),
                new ProxyPlace.Managed(),
                contexts,
                Timekeeper.system());
    }

    DockerSettings settings(URI host, BuildLimits builds) {
        DockerSettings usual = settings();
        return new DockerSettings(
                host, store, instance, usual.subnets(), usual.proxy(), usual.contexts(), usual.time(), builds);
    }

    /** What {@code docker inspect} says of a container, by its name without the instance's. */
    JsonNode container(String name) {
        return api.get("/containers/" + instance + "-" + name + "/json").json();
    }

    /** Makes a container without any label of ours. */
    void foreignContainer(String name) {
        ObjectNode body = DockerApi.JSON.createObjectNode().put("Image", "busybox");
        body.putArray("Cmd").add("true");
        api.post("/containers/create").query("name", name).body(body).run();
    }

    @Override
    public void close() {
        String prefix = instance + "-";
        for (JsonNode container :
                api.get("/containers/json").query("all", "true").json()) {
            if (container.path("Names").path(0).asText().startsWith("/" + prefix)) {
                api.delete("/containers/" + container.path("Id").asText())
                        .query("force", "true")
                        .query("v", "true")
                        .answer();
            }
        }
        for (JsonNode network : api.get("/networks").json()) {
            if (network.path("Name").asText().startsWith(prefix)) {
                api.delete("/networks/" + network.path("Id").asText()).answer();
            }
        }
        for (JsonNode volume : api.get("/volumes").json().path("Volumes")) {
            if (volume.path("Name").asText().startsWith(prefix)) {
                api.delete("/volumes/" + volume.path("Name").asText()).answer();
            }
        }
        for (JsonNode image : api.get("/images/json").json()) {
            EngineImage.texts(image.path("RepoTags")).stream()
                    .filter(tag -> tag.startsWith(prefix))
                    .forEach(tag -> api.delete("/images/" + tag).answer());
        }
        api.close();
    }

    private static String random() {
        byte[] bytes = new byte[3];
        new SecureRandom().nextBytes(bytes);
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
