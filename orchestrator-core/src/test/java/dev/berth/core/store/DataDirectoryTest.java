package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.core.release.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void everythingInItIsItsOwnersOnlyWhateverTheUmask() throws IOException {
        Path data = directory.resolve("below/data");
        try (OtherDaemon other = OtherDaemon.on(data)) {
            assertEquals("open", other.says());
            assertEquals(
                    """
                    rwx------\s
                    rw------- admin.token
                    rw------- berth.db
                    rw------- berth.db-shm
                    rw------- berth.db-wal
                    rw------- fingerprint.key
                    rw------- lock
                    rw------- secret.key
                    """,
                    rights(data));
        }
    }

    @Test
    void aDirectoryThatIsOpenToOthersIsClosed() throws IOException {
        Path data = Files.createDirectory(
                directory.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataDirectory.open(data).close();
        assertEquals("rwx------ \nrw------- lock\n", rights(data));
    }

    @Test
    void whatIsAnotherUsersIsRefusedAndLeftAsItIs() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        assumeTrue((Integer) Files.getAttribute(data, "unix:uid") == 0, "only root can give it away");
        Files.setAttribute(data, "unix:uid", 54_321);
        assertEquals(
                "REFUSED the data directory " + data + " belongs to 54321, and this daemon runs as root; run it as its"
                        + " owner, or give it another one with --data-dir",
                refused(data));
        assertEquals("rwxr-xr-x \n", rights(data));
    }

    @Test
    void rootMayUseWhatBelongsToWhoBecameRoot() {
        assertTrue(DirectoryOwner.mayUse(1000, 1000, Optional.empty()));
        assertTrue(DirectoryOwner.mayUse(1000, 0, Optional.of("1000")));
        assertFalse(DirectoryOwner.mayUse(1001, 0, Optional.of("1000")));
        assertFalse(DirectoryOwner.mayUse(1000, 0, Optional.empty()));
        assertFalse(DirectoryOwner.mayUse(1001, 1000, Optional.of("1001")));
        assertFalse(DirectoryOwner.mayUse(0, 1000, Optional.empty()));
    }

    @Test
    void aSecondDaemonInTheSameProcessIsRefused() {
        try (TestStore first = TestStore.in(directory)) {
            assertEquals(
                    "IN_USE another Berth daemon (this process) uses the data directory " + directory
                            + "; stop it first, or give this one its own with --data-dir and --instance",
                    refused(directory));
            assertEquals(
                    "IN_USE another Berth daemon (this process) uses the data directory " + directory
                            + "; stop it first, or give this one its own with --data-dir and --instance",
                    refused(directory));
            first.store.secrets().set(TestStore.SHOP, "PASSWORD", Secret.of("mine"));
        }
        TestStore.in(directory).close();
    }

    @Test
    void aSecondProcessIsRefusedNamingTheFirst() throws IOException {
        try (TestStore first = TestStore.in(directory);
                OtherDaemon second = OtherDaemon.on(directory)) {
            assertEquals(
                    "IN_USE another Berth daemon (process "
                            + ProcessHandle.current().pid()
                            + ") uses the data directory " + directory
                            + "; stop it first, or give this one its own with --data-dir and --instance",
                    second.says());
            first.store.secrets().set(TestStore.SHOP, "PASSWORD", Secret.of("mine"));
        }
    }

    @Test
    void aProcessThatWasKilledHoldsNothingBack() throws Exception {
        try (OtherDaemon other = OtherDaemon.on(directory)) {
            assertEquals("open", other.says());
            assertEquals(
                    "IN_USE another Berth daemon (process " + other.pid() + ") uses the data directory " + directory
                            + "; stop it first, or give this one its own with --data-dir and --instance",
                    refused(directory));
            other.kill();
            try (TestStore next = TestStore.in(directory)) {
                assertEquals(
                        "{PASSWORD=(secret)}",
                        next.store.secrets().values(TestStore.SHOP).toString());
            }
        }
    }

    @Test
    void whatCannotBeADirectoryIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertEquals(
                "REFUSED cannot use the data directory " + file
                        + ": it is a file; make it this user's own, or give another one with --data-dir",
                refused(file));
    }

    @Test
    void aFileIsWrittenWholeAndReadBack() {
        try (DataDirectory data = DataDirectory.open(directory)) {
            assertEquals("none", text(data, "a"));
            data.write("a", "one".getBytes(StandardCharsets.UTF_8));
            data.write("a", "two".getBytes(StandardCharsets.UTF_8));
            assertEquals("two", text(data, "a"));
        }
    }

    @Test
    void aFileThatCannotBeWrittenOrReadIsSaid() throws IOException {
        Files.createDirectories(directory.resolve("a/b"));
        try (DataDirectory data = DataDirectory.open(directory)) {
            StoreException unread = assertThrows(StoreException.class, () -> data.read("a"));
            assertEquals(
                    "REFUSED cannot read " + directory.resolve("a")
                            + ": Is a directory; look at the file system and at the kernel's log",
                    unread.kind() + " " + unread.getMessage());
            assertThrows(StoreException.class, () -> data.write("a", new byte[1]));
        }
    }

    private static String text(DataDirectory data, String name) {
        return data.read(name)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("none");
    }

    private static String refused(Path data) {
        StoreException refused = assertThrows(StoreException.class, () -> TestStore.in(data));
        return refused.kind() + " " + refused.getMessage();
    }

    private static String rights(Path data) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> paths = Files.walk(data)) {
            for (Path path : paths.sorted().collect(Collectors.toList())) {
                text.append(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .append(' ')
                        .append(data.relativize(path))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
