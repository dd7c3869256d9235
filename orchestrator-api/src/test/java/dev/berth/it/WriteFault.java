package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Death at the N-th such call of one thread.
 *
 * @param file counted are only calls that concern this one: for a rename, the file that is renamed
 */
record WriteFault(String call, int number, Optional<Path> file) {

    WriteFault(String call, int number) {
        this(call, number, Optional.empty());
    }

    /** What the daemon's command follows. */
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(strace(), "-f", "-qq", "-o", "/dev/null"));
        file.ifPresent(path -> command.addAll(List.of("-P", path.toString())));
        command.addAll(List.of("-e", "trace=" + call, "-e", "inject=" + call + ":signal=SIGKILL:when=" + number));
        return command;
    }

    private static String strace() {
        Docker.Answer found = Docker.Programs.run(List.of("../testbed/unpacked", "strace", "strace", "strace"), 120);
        assertEquals(0, found.code(), found.text());
        return found.text().lines().reduce((first, last) -> last).orElseThrow() + "/strace";
    }

    /** Nothing that is being written at this moment, and is soon whole, counts. */
    void assertNothingHalf(TestDaemon daemon) {
        Eventually.holds(
                () -> this + ": nothing half written is left, and not " + half(daemon),
                Duration.ofSeconds(10),
                () -> half(daemon).isEmpty());
    }

    private static List<String> half(TestDaemon daemon) {
        try (var files = Files.walk(daemon.data)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".tmp") || name.endsWith(".new") || name.endsWith("-journal"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
