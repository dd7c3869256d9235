package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.api.upload.BuildContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
    private static final String PLAN = "POST /api/v1/projects/-/plan";

    private final Wire wire = new Wire();

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(directory.resolve("shop/web app"));
        Files.writeString(directory.resolve("shop/project.yml"), "project: shop\n");
        Files.writeString(directory.resolve("shop/web app/Dockerfile"), "FROM busybox\n");
        Files.writeString(directory.resolve("shop/web.env"), "A=b\n");
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void whatTheDaemonLacksIsSentAndNamedInTheSecondRequest() {
        String context = BuildContext.ofDirectory(directory.resolve("shop/web app"), "Dockerfile")
                .digest();
        String env = BuildContext.ofFile(directory.resolve("shop/web.env")).digest();
        wire.on(PLAN, 422, "", "Berth-Need: context .%2Fweb+app Dockerfile", "Berth-Need: env_file web.env ");
        wire.on(PLAN, 200, "shop: nothing to do\n", "Berth-Changes: 0");
        wire.on("PUT " + url(context), 201, "");
        wire.on("HEAD " + url(env), 200, "");

        assertEquals(0, wire.runIn(directory, "", "apply", "-f", "shop"));
        assertEquals(
                String.join("\n", PLAN, "HEAD " + url(context), "PUT " + url(context), "HEAD " + url(env), PLAN),
                wire.asked());
        assertEquals(".%2Fweb%20app=" + context + "&web.env=" + env, wire.header(4, "Berth-uploads"));
        assertEquals("application/x-tar 2048", wire.header(2, "Content-type") + " " + wire.body(2).length);
    }

    @Test
    void aContextThatIsNotThereIsTheUsersMistake() {
        wire.on(PLAN, 422, "", "Berth-Need: context nope Dockerfile");

        assertEquals(2, wire.runIn(directory, "", "apply", "-f", "shop"));
        assertEquals("error: shop/project.yml: the build context " + directory + "/shop/nope is not there\n", wire.err);
    }

    @Test
    void aContextThatIsTooLargeIsTheDaemonsWord() {
        String context = BuildContext.ofDirectory(directory.resolve("shop/web app"), "Dockerfile")
                .digest();
        wire.on(PLAN, 422, "", "Berth-Need: context web%20app Dockerfile");
        wire.on("PUT " + url(context), 413, "error: the body is larger than 1 KiB\n");

        assertEquals(2, wire.runIn(directory, "", "apply", "-f", "shop"));
        assertEquals("error: the body is larger than 1 KiB\nerror: the daemon did not take web app\n", wire.err);
    }

    private static String url(String digest) {
        return "/api/v1/contexts/" + digest.substring("sha256:".length());
    }
}
