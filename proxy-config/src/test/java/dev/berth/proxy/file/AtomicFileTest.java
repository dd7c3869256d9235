package dev.berth.proxy.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    private Path base;

    private Path target;
    private AtomicFile file;

    @BeforeEach
    void directories() throws IOException {
        Files.createDirectories(base.resolve("watched"));
        Files.createDirectories(base.resolve("temporary"));
        target = base.resolve("watched/shop.yml");
        file = AtomicFile.of(target, base.resolve("temporary"));
    }

    @Test
    void aNewFileHoldsTheContentForItsOwnerOnly() throws IOException {
        assertTrue(file.write("one".getBytes(UTF_8)));
        assertEquals("one", Files.readString(target));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        assertEquals(List.of(), list("temporary"));
    }

    @Test
    void theSameContentIsNotWrittenAgain() throws IOException {
        file.write("one".getBytes(UTF_8));
        FileTime longAgo = FileTime.from(Instant.ofEpochSecond(1_000_000));
        Files.setLastModifiedTime(target, longAgo);
        assertFalse(file.write("one".getBytes(UTF_8)));
        assertEquals(longAgo, Files.getLastModifiedTime(target));
        assertTrue(file.write("two".getBytes(UTF_8)));
        assertEquals("two", Files.readString(target));
    }

    @Test
    void anEmptyFileIsNotTheSameAsNone() {
        assertEquals(Optional.empty(), file.read().map(String::new));
        file.write(new byte[0]);
        assertEquals(Optional.of(""), file.read().map(String::new));
    }

    @Test
    void aLeftoverOfACrashDoesNotStandInTheWay() throws IOException {
        Files.writeString(base.resolve("temporary/shop.yml.tmp"), "half");
        assertTrue(file.write("whole".getBytes(UTF_8)));
        assertEquals("whole", Files.readString(target));
        assertEquals(List.of(), list("temporary"));
    }

    @Test
    void deletingTellsWhetherThereWasOne() {
        file.write("one".getBytes(UTF_8));
        assertTrue(file.delete());
        assertFalse(file.delete());
    }

    @Test
    void aMissingDirectoryIsToldWithTheRemedy() throws IOException {
        Files.delete(base.resolve("temporary"));
        var failure = assertThrows(FileFailure.class, () -> file.write("one".getBytes(UTF_8)));
        assertEquals(
                "cannot write " + target + ": No such file or directory; make the directory again, or start the daemon "
                        + "anew, which makes it",
                failure.getMessage());
        assertEquals(FileFailure.Kind.MISSING, failure.kind());
        assertEquals(target, failure.path());
    }

    @Test
    void whatCannotBeReadIsAFailureAndNotEmpty() throws IOException {
        Files.createDirectory(target);
        var failure = assertThrows(FileFailure.class, file::read);
        assertEquals(
                "cannot read " + target + ": Is a directory; look at the file system and at the kernel's log",
                failure.getMessage());
        assertThrows(FileFailure.class, () -> file.write("one".getBytes(UTF_8)));
    }

    @Test
    void aTargetThatCannotBeReplacedLeavesNoTemporaryFile() throws IOException {
        Files.delete(base.resolve("watched"));
        assertThrows(FileFailure.class, () -> file.write("one".getBytes(UTF_8)));
        assertEquals(List.of(), list("temporary"));
    }

    private List<String> list(String directory) throws IOException {
        try (Stream<Path> files = Files.list(base.resolve(directory))) {
            return files.map(Path::toString).toList();
        }
    }
}
