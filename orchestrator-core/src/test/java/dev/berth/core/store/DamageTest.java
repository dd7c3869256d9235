package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.time.ManualTimekeeper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is not what was written is refused, and left as it is for whoever can mend it. */
final class DamageTest {

    private static final int PAGE = 4096;

    private final ManualTimekeeper time = new ManualTimekeeper();

    @TempDir
    Path directory;

    /** As a daemon leaves it that ended by itself. */
    private Path rested;
    /** As one leaves it that was killed: a part is still in the write-ahead log. */
    private Path killed;

    @BeforeEach
    void fill() {
        rested = directory.resolve("rested");
        killed = directory.resolve("killed");
        RandomCalls calls = new RandomCalls(new Random(1));
        try (Store store = Store.open(rested, time::now)) {
            calls.some(60).forEach(call -> call.accept(store));
        }
        try (Store store = Store.open(rested, time::now)) {
            calls.some(6).forEach(call -> call.accept(store));
            Copies.of(rested, killed);
        }
    }

    @Test
    void onlyTheFilesThemselvesAreNeededToGoOn() {
        String whole = text(rested);
        assertEquals(whole, text(Copies.of(killed, directory.resolve("copy"), name -> !name.endsWith("-shm"))));
    }

    @Test
    void aPageThatIsNoneIsRefused() throws IOException {
        for (int page = 0; page < pages(rested); page += 3) {
            Path data = copy(rested, "page-" + page);
            overwrite(data.resolve("berth.db"), (long) page * PAGE, PAGE);
            refusedAsDamaged(data);
        }
    }

    @Test
    void aPageThatIsNoneIsNeededNoMoreWhenTheLogHasItAnew() throws IOException {
        String whole = text(rested);
        int refused = 0;
        for (int page = 0; page < pages(killed); page += 3) {
            Path data = copy(killed, "page-" + page);
            overwrite(data.resolve("berth.db"), (long) page * PAGE, PAGE);
            Map<String, byte[]> before = content(data);
            try {
                assertEquals(whole, text(data), data::toString);
            } catch (StoreException e) {
                refused++;
                assertUnchanged(before, data);
            }
        }
        assertTrue(refused > 0 && refused < pages(killed) / 3, refused + " were refused");
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        long size = Files.size(rested.resolve("berth.db"));
        for (long kept : new long[] {1, 99, 100, PAGE - 1, PAGE, size / 2, size - PAGE}) {
            Path data = copy(rested, "kept-" + kept);
            try (FileChannel file = FileChannel.open(data.resolve("berth.db"), StandardOpenOption.WRITE)) {
                file.truncate(kept);
            }
            refusedAsDamaged(data);
        }
    }

    @Test
    void anEmptiedFileIsNoNewOne() throws IOException {
        Path data = copy(rested, "emptied");
        Files.write(data.resolve("berth.db"), new byte[0]);
        assertEquals(
                data.resolve("berth.db")
                        + " is damaged: it is empty, and what was sealed with secret.key is gone; restore it with "
                        + data.resolve("berth.db")
                        + "-wal from a backup, or move both away and start anew: then what runs goes on,"
                        + " but nobody looks after it",
                refusedAsDamaged(data));
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws IOException {
        Path data = copy(rested, "text");
        Files.writeString(data.resolve("berth.db"), "project: shop\n".repeat(1000));
        assertEquals(
                data.resolve("berth.db")
                        + " is damaged: [SQLITE_NOTADB] File opened that is not a database file (file is not a database);"
                        + " restore it with " + data.resolve("berth.db")
                        + "-wal from a backup, or move both away and start anew: then what runs goes on,"
                        + " but nobody looks after it",
                refusedAsDamaged(data));
    }

    @Test
    void movedAwayTheDaemonStartsAgainOwningNothing() throws IOException {
        String id;
        try (Store store = Store.open(rested, time::now)) {
            id = store.id();
        }
        Files.delete(rested.resolve("berth.db"));
        try (Store store = Store.open(rested, time::now)) {
            assertTrue(!store.id().equals(id));
            assertEquals(1, store.tokens().list().size());
        }
    }

    /** Not every byte is watched over; but none that is wrong may do more than be refused or be read as another. */
    @Test
    void anyFlippedByteIsRefusedOrReadAsAValue() throws IOException {
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            Path data = copy(i % 2 == 0 ? rested : killed, "flip-" + i);
            long at = (long) (random.nextDouble() * Files.size(data.resolve("berth.db")));
            if (i % 4 < 2) {
                at = at / PAGE * PAGE + random.nextInt(8);
            }
            flip(data.resolve("berth.db"), at);
            refused += isRefused(data) ? 1 : 0;
        }
        assertTrue(refused > 10, "only " + refused + " of 60 were refused");
    }

    private boolean isRefused(Path data) throws IOException {
        Map<String, byte[]> before = content(data);
        try (Store store = Store.open(data, time::now)) {
            return !isReadable(store);
        } catch (StoreException e) {
            assertUnchanged(before, data);
            return true;
        }
    }

    private static boolean isReadable(Store store) {
        try {
            return !StoreText.of(store).isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    private String refusedAsDamaged(Path data) throws IOException {
        Map<String, byte[]> before = content(data);
        StoreException refused = assertThrows(StoreException.class, () -> Store.open(data, time::now), data::toString);
        assertEquals(StoreException.Kind.DAMAGED, refused.kind(), refused::getMessage);
        assertUnchanged(before, data);
        return refused.getMessage();
    }

    private static void assertUnchanged(Map<String, byte[]> before, Path data) throws IOException {
        Map<String, byte[]> after = content(data);
        assertEquals(before.keySet(), after.keySet(), data::toString);
        before.forEach((name, bytes) -> assertArrayEquals(
                bytes, after.get(name), () -> data.resolve(name).toString()));
    }

    /** What counts: not the lock, nor the shared memory, nor a log without anything in it, which SQLite makes anew. */
    private static Map<String, byte[]> content(Path data) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        for (Path file : Copies.files(data)) {
            String name = file.getFileName().toString();
            boolean empty = name.endsWith("-wal") && Files.size(file) == 0;
            if (!name.equals("lock") && !name.endsWith("-shm") && !empty) {
                found.put(name, Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static int pages(Path data) throws IOException {
        return (int) (Files.size(data.resolve("berth.db")) / PAGE);
    }

    private Path copy(Path from, String name) {
        return Copies.of(from, directory.resolve(from.getFileName() + "-" + name));
    }

    private String text(Path data) {
        try (Store store = Store.open(data, time::now)) {
            return StoreText.of(store);
        }
    }

    private static void overwrite(Path file, long at, int length) throws IOException {
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 0xff);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(ones), at);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0xff));
            one.flip();
            channel.write(one, at);
        }
    }
}
