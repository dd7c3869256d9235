package dev.berth.core.store;

import dev.berth.core.release.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process that has a data directory open, and which would let everybody read what it makes (umask 0). */
final class OtherDaemon implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private OtherDaemon(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What the other process does: it opens, writes a secret, says so and holds on until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (Store store = Store.open(Path.of(arguments[0]), Clock.systemUTC())) {
            store.secrets().set(TestStore.SHOP, "PASSWORD", Secret.of("theirs"));
            System.out.println("open");
            while (System.in.read() >= 0) {
                // It says nothing.
            }
        } catch (StoreException e) {
            System.out.println(e.kind() + " " + e.getMessage());
        }
    }

    static OtherDaemon on(Path data) throws IOException {
        List<String> command = List.of(
                "/bin/sh",
                "-c",
                "umask 0; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.sqlite.tmpdir=" + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir")),
                "-cp",
                System.getProperty("java.class.path"),
                OtherDaemon.class.getName(),
                data.toString());
        return new OtherDaemon(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line it says. */
    String says() throws IOException {
        return output.readLine();
    }

    long pid() {
        return process.pid();
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
