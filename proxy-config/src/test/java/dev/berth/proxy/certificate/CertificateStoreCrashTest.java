package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.HostName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that stores without end is killed. */
final class CertificateStoreCrashTest {
    private static final HostName SHOP = HostName.of("shop.example.org");

    @TempDir
    Path base;

    /** What the other process does: it stores the next number, then says it. */
    public static void main(String[] arguments) {
        SealedCertificateStore store = open(Path.of(arguments[0]));
        for (int i = 1; ; i++) {
            store.put(numbered(i));
            System.out.println(i);
        }
    }

    private static SealedCertificateStore open(Path directory) {
        return SealedCertificateStore.open(directory, new ToySeal("1"));
    }

    private static NameRecord numbered(int number) {
        return Records.full(SHOP.text())
                .withAttempts(new NameRecord.Attempts(
                        number, Optional.empty(), "", Optional.empty(), Optional.empty(), false, List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40})
    void whatWasSaidToBeStoredIsThereAndWhole(int lines) throws IOException, InterruptedException {
        Path directory = base.resolve("certificates");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CertificateStoreCrashTest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int said = 0;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (said < lines) {
                said = Integer.parseInt(output.readLine());
            }
            process.toHandle().destroyForcibly(); // which leaves what it said to be read
            said = output.lines().mapToInt(Integer::parseInt).max().orElse(said);
        } finally {
            process.destroyForcibly().waitFor();
        }
        SealedCertificateStore after = open(directory);
        int stored = after.find(SHOP).orElseThrow().attempts().failed();
        assertTrue(stored == said || stored == said + 1, stored + " is stored, " + said + " was said");
        assertEquals(numbered(stored), after.find(SHOP).orElseThrow());
        assertEquals(List.of(), after.broken());
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(1, files.count());
        }
    }
}
