package dev.berth.core.context;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContextStoreTest {

    private static final int LIMIT = 1 << 20;
    private static final byte[] SMALL =
            Tar.of().file("Dockerfile", "FROM busybox\n").bytes();

    @TempDir
    Path directory;

    private ContextStore contexts;

    @BeforeEach
    void open() {
        contexts = ContextStore.open(directory.resolve("contexts"), LIMIT);
    }

    @Test
    void aContextIsKeptUnderItsDigest() throws IOException {
        String digest = Tar.digest(SMALL);
        assertEquals(false, contexts.has(digest));
        contexts.put(digest, new ByteArrayInputStream(SMALL));
        assertEquals(true, contexts.has(digest));
        assertArrayEquals(SMALL, read(digest));
        assertArrayEquals(SMALL, read(contexts.put(new ByteArrayInputStream(SMALL))));
        contexts = ContextStore.open(directory.resolve("contexts"), LIMIT);
        assertArrayEquals(SMALL, read(digest));
        assertEquals(1, kept());
    }

    @Test
    void aPackedOneIsKeptUnpackedUnderTheDigestOfWhatWasSent() throws IOException {
        byte[] packed = Tar.packed(SMALL);
        contexts.put(Tar.digest(packed), new ByteArrayInputStream(packed));
        assertArrayEquals(SMALL, read(Tar.digest(packed)));
        assertEquals(false, contexts.has(Tar.digest(SMALL)));
    }

    @Test
    void onlyItsOwnerCanReadIt() throws IOException {
        String digest = contexts.put(new ByteArrayInputStream(SMALL));
        Path home = directory.resolve("contexts");
        assertEquals(
                "rwx------ rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(home)) + " "
                        + PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve(digest.substring(7) + ".tar"))));
    }

    @Test
    void bytesThatAreNotThoseTheNamePromisesAreRefused() {
        String other = "sha256:" + "0".repeat(64);
        assertEquals(
                "MISMATCH the upload is " + Tar.digest(SMALL) + ", not " + other
                        + " as its address says; send it again",
                refused(other, new ByteArrayInputStream(SMALL)));
    }

    @Test
    void aNameThatIsNoDigestIsRefused() {
        for (String name : List.of("", "sha256:", "../../etc/passwd", "sha256:" + "A".repeat(64), "0".repeat(64))) {
            assertEquals(
                    "MISMATCH a context is named sha256: and 64 hex digits, not \"" + name + "\"",
                    refused(name, new ByteArrayInputStream(SMALL)));
            assertEquals(false, contexts.has(name));
            assertEquals(Optional.empty(), contexts.text(name));
        }
    }

    @Test
    void whatIsLargerThanTheLimitIsRefusedPackedOrNot() {
        String refusal = "TOO_LARGE the upload is larger than 1 MiB; name what the build does not need in"
                + " .dockerignore, or raise --max-context";
        byte[] large = Tar.of().file("zeros", "\0".repeat(LIMIT)).bytes();
        assertEquals(refusal, refused(large));
        assertEquals(refusal, refused(Tar.packed(large)));
        assertEquals(refusal, refused(new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        }));
    }

    @Test
    void whatIsAsLargeAsTheLimitIsKept() {
        int around = Tar.of().file("zeros", "").bytes().length;
        byte[] whole = Tar.of().file("zeros", "\0".repeat(LIMIT - around)).bytes();
        assertEquals(LIMIT, whole.length);
        contexts.put(new ByteArrayInputStream(whole));
        contexts.put(new ByteArrayInputStream(Tar.packed(whole)));
        assertEquals(2, kept());
    }

    @Test
    void whatBelongsInAContextIsTaken() {
        contexts.put(new ByteArrayInputStream(Tar.of()
                .directory(".")
                .directory("./src")
                .file("./src/\u00e9 \u6f22 \ud83d\ude00", "x")
                .file("src/a/../b", "x")
                .file("a".repeat(300), "x")
                .symbolicLink("src/up", "../Dockerfile")
                .symbolicLink("\u00e9/link", "../\u6f22")
                .symbolicLink("here", ".")
                .symbolicLink("bin/sh", "/bin/busybox")
                .hardLink("hard", "src/b")
                .bytes()));
        assertEquals(1, kept());
    }

    @Test
    void whatLeadsOutOfTheContextIsRefused() {
        assertUnsafe("../evil", "leads out of the context", Tar.of().file("../evil", "x"));
        assertUnsafe("a/../../evil", "leads out of the context", Tar.of().file("a/../../evil", "x"));
        assertUnsafe("/etc/passwd", "leads out of the context", Tar.of().file("/etc/passwd", "x"));
        assertUnsafe("..", "leads out of the context", Tar.of().symbolicLink("..", "a"));
        assertUnsafe(
                "link",
                "is a link that leads out of the context, to ../x",
                Tar.of().symbolicLink("link", "../x"));
        assertUnsafe(
                "a/b/link",
                "is a link that leads out of the context, to ../../../x",
                Tar.of().symbolicLink("a/b/link", "../../../x"));
        assertUnsafe(
                "a/./link",
                "is a link that leads out of the context, to ../../x",
                Tar.of().symbolicLink("a/./link", "../../x"));
        assertUnsafe(
                "hard",
                "is a link that leads out of the context, to ../x",
                Tar.of().hardLink("hard", "../x"));
        assertUnsafe(
                "a/hard",
                "is a link that leads out of the context, to ../x",
                Tar.of().hardLink("a/hard", "../x"));
        assertUnsafe(
                "hard",
                "is a link that leads out of the context, to /etc/passwd",
                Tar.of().hardLink("hard", "/etc/passwd"));
    }

    @Test
    void oneBadEntryAmongGoodOnesIsFound() {
        assertUnsafe(
                "../evil",
                "leads out of the context",
                Tar.of().file("a", "x".repeat(2000)).file("../evil", "x").file("b", "x"));
    }

    @Test
    void devicesAreRefused() {
        for (byte type : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO}) {
            assertUnsafe("dev", "is a device", Tar.of().special("dev", type));
        }
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        Random random = new Random(1);
        byte[] noise = new byte[5000];
        random.nextBytes(noise);
        byte[] packed = Tar.packed(Tar.of().file("a", "x".repeat(5000)).bytes());
        byte[] spoiled = packed.clone();
        Arrays.fill(spoiled, 20, spoiled.length, (byte) 0x55);
        byte[] tar = Tar.of().file("a", "x".repeat(5000)).file("b", "y").bytes();
        assertNoTar(new byte[0]);
        assertNoTar(new byte[1]);
        assertNoTar(new byte[10_240]);
        assertNoTar("FROM busybox\n".getBytes(StandardCharsets.UTF_8));
        assertNoTar("FROM busybox\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        assertNoTar(noise);
        assertNoTar(Tar.packed(noise));
        assertNoTar(Tar.packed(new byte[0]));
        assertNoTar(spoiled);
        assertNoTar(Arrays.copyOf(packed, packed.length / 2));
        assertNoTar(Arrays.copyOf(packed, packed.length - 1));
        assertNoTar(new byte[] {0x1f, (byte) 0x8b});
        assertNoTar(Arrays.copyOf(tar, 700));
        assertNoTar(Arrays.copyOf(tar, 3000));
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(SMALL, 0, 700), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }
        });
        assertEquals(
                "FAILED the upload broke off: Connection reset; send it again", refused(Tar.digest(SMALL), broken));
    }

    @Test
    void twoWhoSendTheSameAtOnceBothSucceed() throws IOException {
        byte[] tar = Tar.of().file("a", "x".repeat(500_000)).bytes();
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            senders.add(CompletableFuture.runAsync(() -> contexts.put(Tar.digest(tar), new ByteArrayInputStream(tar))));
        }
        senders.forEach(CompletableFuture::join);
        assertArrayEquals(tar, read(Tar.digest(tar)));
        assertEquals(1, kept());
    }

    @Test
    void whatACrashLeftHalfWrittenIsClearedAtTheNextStart() throws IOException {
        contexts.put(new ByteArrayInputStream(SMALL));
        Path home = directory.resolve("contexts");
        Files.write(home.resolve("upload123.new"), new byte[100]);
        Files.write(home.resolve("tar456.new"), new byte[100]);
        contexts = ContextStore.open(home, LIMIT);
        assertArrayEquals(SMALL, read(Tar.digest(SMALL)));
        assertEquals(1, kept());
    }

    @Test
    void theTextOfAnUploadedFileIsThatOfTheFirst() {
        assertEquals(
                Optional.of("A=\u00e9\n"),
                text(Tar.of().file(".env", "A=\u00e9\n").file("b", "x")));
        assertEquals(Optional.of(""), text(Tar.of().file(".env", "")));
        assertEquals(Optional.empty(), text(Tar.of().directory("d").file("d/.env", "x")));
        assertEquals(Optional.empty(), text(Tar.of().symbolicLink("a", "b")));
        assertEquals(Optional.empty(), contexts.text("sha256:" + "0".repeat(64)));
    }

    @Test
    void aTextOfMoreThan1MiBIsNone() {
        ContextStore large = ContextStore.open(directory.resolve("large"), 4 * LIMIT);
        byte[] most = Tar.of().file(".env", "x".repeat(LIMIT)).bytes();
        byte[] more = Tar.of().file(".env", "x".repeat(LIMIT + 1)).bytes();
        assertEquals(
                Optional.of(LIMIT),
                large.text(large.put(new ByteArrayInputStream(most))).map(String::length));
        assertEquals(Optional.empty(), large.text(large.put(new ByteArrayInputStream(more))));
    }

    @Test
    void aContextThatIsNotHereCannotBeRead() {
        String digest = "sha256:" + "0".repeat(64);
        ContextException missing = assertThrows(ContextException.class, () -> contexts.read(digest));
        assertEquals(
                "FAILED cannot read the upload " + directory.resolve("contexts/" + "0".repeat(64) + ".tar")
                        + ": No such file or directory; make the directory again, or start the daemon anew, which makes"
                        + " it",
                missing.kind() + " " + missing.getMessage());
    }

    @Test
    void whatIsOldAndNotNeededGoes() throws IOException {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        String needed = aged("needed", now.minusSeconds(100));
        String young = aged("young", now);
        String old = aged("old", now.minusSeconds(1));
        contexts.discardExcept(Set.of(needed), now);
        assertEquals(
                List.of(true, true, false),
                Stream.of(needed, young, old).map(contexts::has).toList());
    }

    private String aged(String content, Instant at) throws IOException {
        String digest = contexts.put(
                new ByteArrayInputStream(Tar.of().file("a", content).bytes()));
        Path file = directory.resolve("contexts").resolve(digest.substring(7) + ".tar");
        Files.setLastModifiedTime(file, FileTime.from(at));
        return digest;
    }

    private Optional<String> text(Tar tar) {
        return contexts.text(contexts.put(new ByteArrayInputStream(tar.bytes())));
    }

    private byte[] read(String digest) throws IOException {
        try (InputStream in = contexts.read(digest)) {
            return in.readAllBytes();
        }
    }

    private void assertUnsafe(String name, String why, Tar tar) {
        assertEquals("UNSAFE the upload is refused: its entry \"" + name + "\" " + why, refused(tar.bytes()));
    }

    private void assertNoTar(byte[] body) {
        String said = refused(body);
        assertEquals("NOT_A_TAR the upload is", said.substring(0, Math.min(said.length(), 23)), said);
    }

    private String refused(byte[] body) {
        return refused(Tar.digest(body), new ByteArrayInputStream(body));
    }

    private String refused(InputStream body) {
        return told(assertThrows(ContextException.class, () -> contexts.put(body)));
    }

    private String refused(String digest, InputStream body) {
        return told(assertThrows(ContextException.class, () -> contexts.put(digest, body)));
    }

    private String told(ContextException refused) {
        assertEquals(0, kept());
        return refused.kind() + " " + refused.getMessage();
    }

    /** How many files there are, whatever they are. */
    private int kept() {
        try (Stream<Path> files = Files.list(directory.resolve("contexts"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
