package dev.berth.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The engine's own command line, as an administrator beside Berth would use it. */
final class Docker {
    static final String HOST = System.getenv().getOrDefault("BERTH_TEST_DOCKER_HOST", "unix:///var/run/docker.sock");
    private static final String CLIENT = Files.isExecutable(Path.of("/usr/bin/docker")) ? "/usr/bin/docker" : "docker";

    private Docker() {}

    /** Runs a command that must succeed; answers what it printed, without white space at the ends. */
    static String run(String... arguments) {
        Answer answer = attempt(arguments);
        if (answer.code() != 0) {
            throw new AssertionError(
                    "docker " + String.join(" ", arguments) + ": exit " + answer.code() + "\n" + answer.text());
        }
        return answer.text();
    }

    record Answer(int code, String text) {}

    static Answer attempt(String... arguments) {
        return attemptOn(HOST, arguments);
    }

    static Answer attemptOn(String host, String... arguments) {
        List<String> command = new ArrayList<>(List.of(CLIENT, "-H", host));
        command.addAll(List.of(arguments));
        return Programs.run(command, 120);
    }

    static List<String> lines(String... arguments) {
        return run(arguments).lines().filter(line -> !line.isBlank()).sorted().toList();
    }

    /** Removes everything that carries this instance name. */
    static void removeAll(String instance) {
        String filter = "label=dev.berth.instance=" + instance;
        // A killed daemon's last call may still be at work on the engine, and hold what is asked for here.
        Eventually.holds(
                () -> "nothing of " + instance + " is left",
                Duration.ofSeconds(30),
                () -> areRemoved(List.of("ps", "-aq", "--no-trunc", "--filter", filter), "rm", "-f", "-v")
                        && areRemoved(List.of("network", "ls", "-q", "--filter", filter), "network", "rm")
                        && areRemoved(List.of("volume", "ls", "-q", "--filter", filter), "volume", "rm", "-f")
                        && areRemoved(List.of("images", "-q", "--filter", filter), "rmi", "-f"));
    }

    private static boolean areRemoved(List<String> list, String... remove) {
        List<String> found =
                lines(list.toArray(String[]::new)).stream().distinct().toList();
        if (found.isEmpty()) {
            return true;
        }
        List<String> command = new ArrayList<>(List.of(remove));
        command.addAll(found);
        attempt(command.toArray(String[]::new));
        return lines(list.toArray(String[]::new)).isEmpty();
    }

    /** Programs of the machine, by argument vector. */
    static final class Programs {
        private Programs() {}

        static Answer run(List<String> command, int seconds) {
            try {
                Path output = Files.createTempFile("berth-it", ".out");
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(String.join(" ", command) + ": no end within " + seconds + " s");
                }
                String text = Files.readString(output, StandardCharsets.UTF_8);
                Files.delete(output);
                return new Answer(process.exitValue(), text.strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
