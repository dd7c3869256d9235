package dev.berth.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a user starts: {@code ./berth} with the jar and the class-data archives beside it, on the Java of the tests. */
final class Shipped {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final String JAVA_HOME = System.getProperty("java.home");

    static final String BERTH = HOME.resolve("berth").toString();

    static {
        // A minute of all tests, and a loss for a single one.
        if (Boolean.getBoolean("berth.archives")) {
            Docker.Answer made = Docker.Programs.run(
                    List.of(
                            "/usr/bin/env",
                            "-u",
                            "BERTH_JAVA",
                            "JAVA_HOME=" + JAVA_HOME,
                            HOME.resolve("packaging/build").toString(),
                            "--archives"),
                    180);
            if (made.code() != 0) {
                throw new AssertionError("packaging/build --archives: exit " + made.code() + "\n" + made.text());
            }
        }
    }

    private Shipped() {}

    static Map<String, String> environment() {
        return Map.of("BERTH_JAVA", Path.of(JAVA_HOME, "bin", "java").toString());
    }
}
