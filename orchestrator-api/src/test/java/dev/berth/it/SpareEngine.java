package dev.berth.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An engine that nobody else uses, beside the other one, with networks of its own; it may be killed. */
final class SpareEngine {
    private static final String SCRIPT =
            Path.of("../testbed/engine").toAbsolutePath().normalize().toString();

    final String host;

    private SpareEngine(String host) {
        this.host = host;
    }

    /** The one that these tests were started on; empty when they use one that others use, too. */
    static Optional<SpareEngine> ofEnvironment() {
        return Docker.HOST.equals(System.getenv("BERTH_TEST_SPARE"))
                ? Optional.of(new SpareEngine(Docker.HOST))
                : Optional.empty();
    }

    /** Starts it; without root's rights the test is skipped. */
    static SpareEngine start() {
        assumeTrue("root".equals(System.getProperty("user.name")), "a second engine needs root");
        List<String> lines = script().lines().toList();
        return new SpareEngine(lines.get(lines.size() - 1));
    }

    /** What is put before a command that is to run where this engine's networks are. */
    List<String> inside() {
        return List.of(SCRIPT, "spare", "run");
    }

    /** Where its published ports are, seen from this process. */
    String address() {
        return Docker.run("inspect", "-f", "{{.NetworkSettings.IPAddress}}", "berth-testbed-spare");
    }

    String docker(String... arguments) {
        Docker.Answer answer = Docker.attemptOn(host, arguments);
        if (answer.code() != 0) {
            throw new AssertionError(String.join(" ", arguments) + ": " + answer.text());
        }
        return answer.text();
    }

    List<String> lines(String... arguments) {
        return docker(arguments).lines().filter(line -> !line.isBlank()).toList();
    }

    /** As a restart of the service ends it: it stops everything that runs on it, and then itself. */
    void end() {
        script("--end");
    }

    /** As {@code kill -9} of the engine and of all that it had started, as in a power cut. */
    void kill() {
        script("--kill");
    }

    void startAgain() {
        script();
    }

    void restartAfterKill() {
        kill();
        startAgain();
    }

    void stop() {
        script("--stop");
    }

    private static String script(String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPT, "spare"));
        command.addAll(List.of(arguments));
        Docker.Answer answer = Docker.Programs.run(command, 150);
        if (answer.code() != 0) {
            throw new AssertionError(String.join(" ", command) + ": exit " + answer.code() + ": "
                    + answer.text().strip().replace("\n", " | "));
        }
        return answer.text();
    }
}
