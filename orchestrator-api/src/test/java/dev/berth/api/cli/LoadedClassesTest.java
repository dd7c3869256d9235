package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each class costs a user time: an unchanged apply loads the command line's own and Java's, and few of them. */
class LoadedClassesTest {
    @TempDir
    Path directory;

    @Test
    void anUnchangedApplyLoadsNoLibraryAndNoLambda() throws Exception {
        List<String> loaded = loaded();

        assertEquals(
                List.of(), loaded.stream().filter(LoadedClassesTest::isForeign).toList());
        assertEquals(
                List.of(), loaded.stream().filter(LoadedClassesTest::isDynamic).toList());
    }

    @Test
    void anUnchangedApplyLoadsFewClassesOfItsOwn() throws Exception {
        long own =
                loaded().stream().filter(name -> name.startsWith("dev.berth.")).count();

        assertEquals("at most 30", own <= 30 ? "at most 30" : own + " classes");
    }

    private static boolean isForeign(String name) {
        boolean java = name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
        return !java && !name.startsWith("dev.berth.api.cli.");
    }

    /** Regular expressions, and what a lambda makes at its first use. */
    private static boolean isDynamic(String name) {
        return name.startsWith("java.util.regex.Pattern$")
                || name.startsWith("dev.berth.") && name.contains("$$Lambda");
    }

    private List<String> loaded() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("project.yml"), "project: shop\n");
        try (Wire wire = new Wire()) {
            wire.on("POST /api/v1/projects/-/plan", 200, "shop: nothing to do\n", "Berth-Changes: 0");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-Xlog:class+load:file=" + directory.resolve("classes.txt"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.berth.api.cli.Berth",
                            "apply")
                    .directory(directory.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("BERTH_URL", "http://127.0.0.1:" + wire.port());
            builder.environment().put("BERTH_TOKEN", "x");
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("0 shop: nothing to do\n", process.waitFor() + " " + output);
        }
        return Files.readAllLines(directory.resolve("classes.txt")).stream()
                .map(line -> line.substring(line.lastIndexOf(']') + 1).trim().split(" ")[0])
                .toList();
    }
}
