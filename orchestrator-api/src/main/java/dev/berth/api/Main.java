package dev.berth.api;

import dev.berth.api.http.ListenException;
import dev.berth.core.context.ContextException;
import dev.berth.core.engine.EngineException;
import dev.berth.core.store.StoreException;
import dev.berth.proxy.file.FileFailure;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code berth daemon}: runs until it is asked to end. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int WORLD_SAID_NO = 1;
    private static final int WRONG_INPUT = 2;
    private static final int BUG = 70;

    private Main() {}

    /**
     * Runs the daemon; returns only when it could not start.
     *
     * @param arguments what stands behind {@code berth daemon}
     * @return the exit code
     */
    public static int run(List<String> arguments, Map<String, String> environment) {
        OutputStream log = new BufferedOutputStream(System.err);
        System.setErr(new PrintStream(new PlainOutput(log), true, StandardCharsets.UTF_8));
        // The DNS library's own hook waits for its thread, and without end when that has gone.
        System.setProperty("dnsjava.nio.register_shutdown_hook", "false");
        // Else the web server loads all of JMX to find out how large a reference is.
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        try {
            Settings settings =
                    SettingsReader.read(arguments, environment, Path.of(System.getProperty("user.home")), isRoot());
            Daemon daemon = Daemon.start(settings);
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                LOG.info("ending; the containers go on");
                                daemon.close();
                                ended.countDown();
                            },
                            "berth-end"));
            ended.await();
            return 0;
        } catch (SettingsException e) {
            e.getMessage().lines().forEach(mistake -> System.err.println("error: " + mistake));
            return WRONG_INPUT;
        } catch (StoreException
                | ContextException
                | FileFailure
                | ListenException
                | EngineException
                | UncheckedIOException e) {
            System.err.println("error: berth daemon cannot start: " + e.getMessage());
            return WORLD_SAID_NO;
        } catch (RuntimeException e) {
            LOG.error("berth daemon cannot start: this is a bug; report it with these lines", e);
            return BUG;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WORLD_SAID_NO;
        }
    }

    /** As the command line tells it, which looks for the token in the same directory. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
