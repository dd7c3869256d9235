package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.BuiltImage;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ImageSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of images on the real engine once nobody needs them, and what they may take of its disk. */
final class ImagesIT {
    private static final ProjectName SHOP = ProjectName.of("shop");
    private static final String REFERENCE = "shop/web:0123456789ab";

    private final RealEngine real = new RealEngine();
    private final DockerEngine engine = DockerEngine.connect(real.settings());
    private final List<String> foreign = new ArrayList<>();

    @AfterEach
    void clean() {
        foreign.forEach(name -> real.api.delete("/images/" + name).answer());
        engine.builtImages(SHOP)
                .forEach(image -> engine.removeImage(
                        image.references().isEmpty()
                                ? image.id()
                                : image.references().get(0)));
        engine.close();
        real.close();
    }

    private static String build(DockerEngine engine, String text) {
        ImageSpec.Built image = new ImageSpec.Built(
                REFERENCE,
                Optional.empty(),
                "Dockerfile",
                Optional.of("FROM busybox\nRUN echo " + text + "\n"),
                Optional.empty(),
                Map.of(),
                false,
                0);
        return engine.provideImage(SHOP, ApplicationName.of("web"), image, true, ProgressSink.silent());
    }

    private String mine(String text) {
        return build(engine, text + " " + real.instance + " > /text");
    }

    private boolean isHere(String name) {
        return real.api.get("/images/" + name + "/json").answer().status() == 200;
    }

    private void tag(String image, String name) {
        real.api
                .post("/images/" + image + "/tag")
                .query("repo", name)
                .query("tag", "1")
                .run();
        foreign.add(name + ":1");
    }

    @Test
    void oneWhoseNameAnotherOneTookIsKept() {
        String first = mine("first");
        String second = mine("second");
        String kept = "shop/web:" + first.substring(7, 19);
        assertEquals(
                Set.of(new BuiltImage(first, List.of(kept)), new BuiltImage(second, List.of(REFERENCE))),
                Set.copyOf(engine.builtImages(SHOP)));
        assertEquals(second, mine("second"));
        assertEquals(2, engine.builtImages(SHOP).size());
        engine.removeImage(second);
        assertTrue(isHere(second), "it has a name");
        engine.removeImage(kept);
        assertTrue(!isHere(first));
    }

    @Test
    void oneThatLostItsNameIsFoundAndRemovedByItsId() {
        String id = mine("first");
        String name = real.instance + "-" + REFERENCE;
        real.api
                .post("/images/busybox/tag")
                .query("repo", name.substring(0, name.lastIndexOf(':')))
                .query("tag", name.substring(name.lastIndexOf(':') + 1))
                .run();
        foreign.add(name);
        assertEquals(List.of(new BuiltImage(id, List.of())), engine.builtImages(SHOP));
        engine.removeImage(id);
        assertTrue(!isHere(id));
    }

    @Test
    void oneThatSomebodyGaveANameTooIsNotOurs() {
        String id = mine("first");
        tag(id, "nobodys-" + real.instance);
        assertEquals(List.of(), engine.builtImages(SHOP));
        mine("second");
        engine.removeImage(id);
        assertTrue(isHere(id));
    }

    @Test
    void whatSomebodyMadeOfOneOfOursIsNotOurs() {
        mine("first");
        String name = "nobodys-" + real.instance;
        JsonNode container = real.api
                .post("/containers/create")
                .query("name", name)
                .body(DockerApi.JSON.createObjectNode().put("Image", real.instance + "-" + REFERENCE))
                .json();
        real.api
                .post("/commit")
                .query("container", container.path("Id").asText())
                .query("repo", name)
                .query("tag", "1")
                .json();
        foreign.add(name + ":1");
        assertEquals(
                List.of(List.of(REFERENCE)),
                engine.builtImages(SHOP).stream().map(BuiltImage::references).toList());
        engine.removeImage(REFERENCE);
        assertTrue(isHere(name + ":1"));
        real.api.delete("/containers/" + name).run();
    }

    @Test
    void oneThatAContainerUsesStays() {
        String id = mine("first");
        String name = "nobodys-" + real.instance;
        real.api
                .post("/containers/create")
                .query("name", name)
                .body(DockerApi.JSON.createObjectNode().put("Image", id))
                .run();
        engine.removeImage(REFERENCE);
        assertTrue(isHere(id));
        real.api.delete("/containers/" + name).run();
    }

    @Test
    void withoutRoomNoBuildBegins() {
        try (DockerEngine full = DockerEngine.connect(with(new BuildLimits(0, Long.MAX_VALUE)))) {
            EngineException refused = assertThrows(EngineException.class, () -> build(full, "nothing"));
            assertEquals(EngineException.Kind.DISK_FULL, refused.kind());
            String root = engine.info().rootDirectory();
            assertTrue(
                    refused.getMessage()
                            .matches("cannot build image " + real.instance + "-" + REFERENCE + ": " + root
                                    + ", where Docker keeps its data, has \\d+ MiB free, and a build is begun with at least"
                                    + " 8796093022207 MiB; docker system df shows what takes room: remove what is not"
                                    + " needed there, or set --build-room lower"),
                    refused.getMessage());
            assertEquals(List.of(), engine.builtImages(SHOP));
        }
    }

    @Test
    void afterABuildAndBeforeTheNextTheCacheIsKeptWithinItsBudget() throws IOException {
        try (EngineLink link = EngineLink.to(RealEngine.HOST);
                DockerEngine listened =
                        DockerEngine.connect(real.settings(link.host(), new BuildLimits(1L << 50, 0)))) {
            listened.trimBuildCache();
            build(listened, real.instance);
            build(listened, real.instance + "2");
            listened.trimBuildCache();
            listened.trimBuildCache();
            assertEquals(
                    List.of("build/prune?keep-storage=1125899906842624", "build"),
                    builds(link).stream().distinct().toList());
            assertEquals(
                    List.of("prune", "build", "prune", "build", "prune"),
                    builds(link).stream()
                            .map(call -> call.replaceAll("build/|\\?.*", ""))
                            .toList());
        }
    }

    private static List<String> builds(EngineLink link) {
        return link.calls().stream()
                .filter(call -> call.matches("POST /v1\\.\\d+/build[/?].*"))
                .map(call -> call.replaceAll("POST /v1\\.\\d+/|(?<=build)\\?.*", ""))
                .toList();
    }

    private DockerSettings with(BuildLimits limits) {
        return real.settings(RealEngine.HOST, limits);
    }
}
