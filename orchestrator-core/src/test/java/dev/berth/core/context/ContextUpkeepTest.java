package dev.berth.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.Altered;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Everything;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.store.Store;
import dev.berth.core.time.Bell;
import dev.berth.core.time.ManualTimekeeper;
import dev.berth.core.time.Timekeeper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContextUpkeepTest {

    private static final ProjectName SHOP = new ProjectName("shop");
    private static final ApplicationName WEB = new ApplicationName("web");

    private final ManualTimekeeper time = new ManualTimekeeper();
    private final Map<String, String> uploads = new TreeMap<>();

    @TempDir
    Path directory;

    private Store store;
    private ContextStore contexts;
    private ContextUpkeep upkeep;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("data"), time::now);
        contexts = ContextStore.open(store.directory().file("contexts"), 1 << 20);
        upkeep = new ContextUpkeep(store, contexts, time);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatNothingNeedsGoesWhenItIsADayOld() {
        upload("a");
        time.pass(Duration.ofDays(1));
        upkeep.clear();
        assertEquals("a", kept());
        time.pass(Duration.ofSeconds(1));
        upkeep.clear();
        assertEquals("", kept());
    }

    @Test
    void whatAnyDefinitionWasSentWithOrNamesStays() {
        upload("sent");
        upload("named");
        upload("of another revision");
        upload("nobody's");
        add("project: shop", Map.of(".env", digest("of another revision")));
        add("applications: {web: {build: {context: \"" + digest("named") + "\"}}}", Map.of(".", digest("sent")));
        time.pass(Duration.ofDays(30));
        upkeep.clear();
        assertEquals("named, of another revision, sent", kept());
    }

    @Test
    void whatAnAcceptedReleaseIsFromOrTheNextDefinitionWaitsForStays() {
        upload("accepted");
        upload("pending");
        upload("nobody's");
        ImageSpec image = Altered.with(
                (ImageSpec.Built) Everything.release().image(), "contextDigest", Optional.of(digest("accepted")));
        DesiredApplication application =
                Everything.application().withRelease(Altered.with(Everything.release(), "image", image));
        store.accepted().during(1, 1).accept(SHOP, application, "sha256:1234", Set.of());
        store.pendingContexts().set(SHOP, WEB, digest("pending"));
        time.pass(Duration.ofDays(30));
        upkeep.clear();
        assertEquals("accepted, pending", kept());
    }

    @Test
    void whatOnlyAProjectThatIsGoneNeededGoes() {
        upload("sent");
        add("project: shop", Map.of(".", digest("sent")));
        time.pass(Duration.ofDays(30));
        upkeep.clear();
        assertEquals("sent", kept());
        store.forget(SHOP);
        upkeep.clear();
        assertEquals("", kept());
    }

    @Test
    void itClearsAtTheStartAndThenEveryDay() throws InterruptedException {
        DailyBell bell = new DailyBell();
        upload("a");
        time.pass(Duration.ofDays(2));
        try (ContextUpkeep running = new ContextUpkeep(store, contexts, bell)) {
            running.start();
            assertEquals(Duration.ofDays(1), bell.waited.take());
            assertEquals("", kept());
            upload("b");
            time.pass(Duration.ofDays(2));
            bell.ring();
            assertEquals(Duration.ofDays(1), bell.waited.take());
            assertEquals("", kept());
        }
    }

    /** A clock on which a day is over when the test says so. */
    private final class DailyBell implements Timekeeper, Bell {
        final BlockingQueue<Duration> waited = new LinkedBlockingQueue<>();
        private final Semaphore rung = new Semaphore(0);

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public Duration elapsed() {
            return time.elapsed();
        }

        @Override
        public void sleep(Duration duration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Bell bell() {
            return this;
        }

        @Override
        public void ring() {
            rung.release();
        }

        @Override
        public boolean await(Duration atMost) throws InterruptedException {
            waited.add(atMost);
            rung.acquire();
            return true;
        }
    }

    private void add(String text, Map<String, String> sent) {
        store.revisions().add(SHOP, "shop.yml", text, sent, "ann", time.now());
    }

    private String digest(String name) {
        return uploads.get(name);
    }

    private void upload(String name) {
        String digest =
                contexts.put(new ByteArrayInputStream(Tar.of().file("a", name).bytes()));
        uploads.put(name, digest);
        try {
            Path file = store.directory().file("contexts").resolve(digest.substring(7) + ".tar");
            Files.setLastModifiedTime(file, FileTime.from(time.now()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String kept() {
        return uploads.entrySet().stream()
                .filter(e -> contexts.has(e.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
