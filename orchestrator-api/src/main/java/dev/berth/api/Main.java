package dev.berth.api;

import dev.berth.api.http.ListenException;
import dev.berth.core.context.ContextException;
import dev.berth.core.store.StoreException;
import dev.berth.proxy.file.FileFailure;
import java.nio.file.Files;
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

    private Main() {}

    /**
     * Runs the daemon; returns only when it could not start.
     *
     * @param arguments what stands behind {@code berth daemon}
     * @return the exit code
     */
    public static int run(List<String> arguments, Map<String, String> environment) {
        try {
            Settings settings = SettingsReader.read(
                    arguments, environment, Path.of(System.getProperty("user.home")), isRoot());
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
            System.err.println(e.getMessage());
            return WRONG_INPUT;
        } catch (StoreException | ContextException | FileFailure | ListenException e) {
            System.err.println("berth daemon cannot start: " + e.getMessage());
            return WORLD_SAID_NO;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WORLD_SAID_NO;
        }
    }

    private static boolean isRoot() {
        return Files.isWritable(Path.of("/proc/sys/kernel")) && "root".equals(System.getProperty("user.name"));
    }
}
