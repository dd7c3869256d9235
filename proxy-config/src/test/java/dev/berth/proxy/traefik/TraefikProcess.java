package dev.berth.proxy.traefik;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.proxy.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real Traefik as a plain process on loopback, started as a daemon starts it. */
final class TraefikProcess implements AutoCloseable {

    /** 32 bytes in base64url, as the daemon makes them by chance. */
    static final ApiAccess ACCESS = new ApiAccess("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");

    final int web;
    final int websecure;
    final int apiPort = freePort();
    private final Path log;
    private final StaticConfiguration configuration;
    private final Process process;

    private TraefikProcess(Path directory, Path log, int web, int websecure) throws IOException {
        this.log = log;
        this.web = web;
        this.websecure = websecure;
        configuration = new StaticConfiguration(
                "127.0.0.1:" + web, "127.0.0.1:" + websecure, "127.0.0.1:" + apiPort, directory.toString());
        List<String> command = new ArrayList<>(List.of(binary()));
        command.addAll(configuration.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().put("HOME", "/home/of/the/host");
        process = builder.start();
    }

    static TraefikProcess start(Path directory, Path log) {
        return start(directory, log, freePort(), freePort());
    }

    /** With its entry points at these ports. */
    static TraefikProcess start(Path directory, Path log, int web, int websecure) {
        try {
            TraefikProcess traefik = new TraefikProcess(directory, log, web, websecure);
            traefik.await("ping", () -> traefik.api().isUp());
            return traefik;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TraefikApi api() {
        return new TraefikApi(URI.create("http://127.0.0.1:" + apiPort), ACCESS);
    }

    /** The exit code of {@code traefik healthcheck}. */
    int healthCheck() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(binary()));
        command.addAll(configuration.healthCheckArguments());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a condition at most 15 s; the failure shows Traefik's log. */
    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("no " + what + " from Traefik:\n" + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The binary that BERTH_TEST_TRAEFIK names, else the one that the test bed provides. */
    static String binary() {
        String named = System.getenv("BERTH_TEST_TRAEFIK");
        if (named != null && !named.isEmpty()) {
            return named;
        }
        try {
            Process script = new ProcessBuilder("../testbed/traefik-binary")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String path = new String(script.getInputStream().readAllBytes(), UTF_8).strip();
            if (script.waitFor() != 0) {
                throw new AssertionError("testbed/traefik-binary provides no Traefik");
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static int freePort() {
        return FreePort.next();
    }
}
