package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.time.ManualTimekeeper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call returned from is there after a sudden death, and of what was under way nothing is. */
final class CrashTest {

    /** The daemon is dead. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Lets a number of commits pass, copies the data directory before the next one, and dies. */
    private static final class Death implements Runnable {
        private final Path data;
        private final Path found;
        private final boolean withSharedMemory;
        private int left;

        Death(Path data, Path found, int left, boolean withSharedMemory) {
            this.data = data;
            this.found = found;
            this.left = left;
            this.withSharedMemory = withSharedMemory;
        }

        @Override
        public void run() {
            if (left-- == 0) {
                Copies.of(data, found, name -> withSharedMemory || !name.endsWith("-shm"));
                throw new Crash();
            }
        }
    }

    private final ManualTimekeeper time = new ManualTimekeeper();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 2000, 3000})
    void whatReturnedIsThereAndWhatThrewIsNot(int seeds) {
        for (int seed = seeds; seed < seeds + 12; seed++) {
            dieOnce(seed);
        }
    }

    private void dieOnce(int seed) {
        Random random = new Random(seed);
        List<Consumer<Store>> calls = new RandomCalls(random).some(40);
        Path data = directory.resolve(seed + "-died");
        Path found = directory.resolve(seed + "-found");
        Death death = new Death(data, found, 2 + random.nextInt(20), random.nextBoolean());
        List<Consumer<Store>> returned = new ArrayList<>();
        try (Store died = Store.open(data, time::now, death);
                Store twin = Store.open(directory.resolve(seed + "-twin"), time::now)) {
            assertThrows(
                    Crash.class,
                    () -> calls.forEach(call -> {
                        call.accept(died);
                        returned.add(call);
                    }));
            returned.forEach(call -> call.accept(twin));
            assertEquals(StoreText.of(twin), StoreText.of(died), () -> "seed " + seed + ", going on");
            try (Store after = Store.open(found, time::now)) {
                assertEquals(StoreText.of(twin), StoreText.of(after), () -> "seed " + seed + ", after the death");
                List<Consumer<Store>> rest = calls.subList(returned.size(), calls.size());
                rest.forEach(call -> call.accept(after));
                rest.forEach(call -> call.accept(twin));
                assertEquals(StoreText.of(twin), StoreText.of(after), () -> "seed " + seed + ", in the end");
                assertEquals(died.id(), after.id());
            }
        }
    }

    @Test
    void aFirstStartThatDiesIsMadeGoodByTheNext() {
        for (int commit = 0; commit < 2; commit++) {
            Path data = directory.resolve(commit + "-died");
            Path found = directory.resolve(commit + "-found");
            Death death = new Death(data, found, commit, true);
            assertThrows(Crash.class, () -> Store.open(data, time::now, death));
            for (Path path : List.of(data, found)) {
                try (Store after = Store.open(path, time::now)) {
                    byte[] token = after.directory().read(Tokens.ADMIN_FILE).orElseThrow();
                    assertEquals(1, after.tokens().list().size());
                    assertTrue(after.tokens().find(new String(token).strip()).isPresent());
                }
            }
        }
    }
}
