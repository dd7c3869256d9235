package dev.berth.core.context;

import dev.berth.core.context.ContextException.Kind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The build contexts and env files that users uploaded, each a tar named by the SHA-256 of the bytes that were sent
 * ({@code sha256:} and 64 hex digits). Nothing is kept that does not match its name or would leave its directory.
 */
public final class ContextStore implements Uploads {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int GZIP_MAGIC = 0x8b1f;
    private static final int LONGEST_TEXT = 1 << 20;

    private final Path directory;
    private final long limit;

    private ContextStore(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /**
     * Opens the directory, making it when it is missing, and clears what a crash left half written.
     *
     * @param limit of one context, in bytes, packed and unpacked
     */
    public static ContextStore open(Path directory, long limit) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".new")).toList()) {
                    Files.delete(file);
                }
            }
            return new ContextStore(directory, limit);
        } catch (IOException e) {
            throw ContextException.of("use the directory of uploads", directory, e);
        }
    }

    @Override
    public boolean has(String digest) {
        return DIGEST.matcher(digest).matches() && Files.exists(file(digest));
    }

    /**
     * Takes in an upload, as tar or tar.gz; without effect when it is there already.
     *
     * @throws ContextException {@code MISMATCH}, {@code TOO_LARGE}, {@code UNSAFE}, {@code NOT_A_TAR}, {@code DISK_FULL}
     */
    public void put(String digest, InputStream body) {
        Path target = file(digest);
        if (Files.exists(target)) {
            return;
        }
        receive(body, Optional.of(digest));
    }

    /** Takes in an upload of which nobody said the name; answers its digest. */
    public String put(InputStream body) {
        return receive(body, Optional.empty());
    }

    private String receive(InputStream body, Optional<String> expected) {
        Path sent = null;
        Path unpacked = null;
        try {
            sent = Files.createTempFile(directory, "upload", ".new");
            String digest = copy(body, sent);
            if (expected.isPresent() && !expected.get().equals(digest)) {
                throw new ContextException(
                        Kind.MISMATCH,
                        "the upload is " + digest + ", not " + expected.get() + " as its address says; send it again");
            }
            unpacked = Files.createTempFile(directory, "tar", ".new");
            unzip(sent, unpacked);
            ArchiveCheck.check(unpacked);
            Files.move(unpacked, file(digest), StandardCopyOption.ATOMIC_MOVE);
            force(directory);
            return digest;
        } catch (IOException e) {
            throw ContextException.of("keep an upload in", directory, e);
        } finally {
            discard(sent);
            discard(unpacked);
        }
    }

    /** The context as a plain tar. */
    public InputStream read(String digest) {
        try {
            return new BufferedInputStream(Files.newInputStream(file(digest)), 1 << 16);
        } catch (IOException e) {
            throw ContextException.of("read the upload", file(digest), e);
        }
    }

    @Override
    public Optional<String> text(String digest) {
        if (!has(digest)) {
            return Optional.empty();
        }
        try (TarArchiveInputStream tar = new TarArchiveInputStream(read(digest))) {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry == null || !isPlainFile(entry) || entry.getSize() > LONGEST_TEXT) {
                return Optional.empty();
            }
            return Optional.of(new String(tar.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ContextException.of("read the upload", file(digest), e);
        }
    }

    private static boolean isPlainFile(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
    }

    /** Removes what is older than {@code before} and not among {@code needed}. */
    public void discardExcept(Set<String> needed, Instant before) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".tar")).toList()) {
                String digest = "sha256:" + file.getFileName().toString().replace(".tar", "");
                if (!needed.contains(digest)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw ContextException.of("clear the directory of uploads", directory, e);
        }
    }

    private Path file(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw new ContextException(
                    Kind.MISMATCH, "a context is named sha256: and 64 hex digits, not \"" + digest + "\"");
        }
        return directory.resolve(digest.substring("sha256:".length()) + ".tar");
    }

    private String copy(InputStream body, Path to) throws IOException {
        DigestInputStream measured = new DigestInputStream(sent(body), sha256());
        try (OutputStream out = Files.newOutputStream(to)) {
            bounded(measured, out);
        }
        return "sha256:" + HexFormat.of().formatHex(measured.getMessageDigest().digest());
    }

    /** What the sender's side does wrong is not the file system's fault. */
    private static InputStream sent(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read(byte[] into, int from, int length) {
                try {
                    return super.read(into, from, length);
                } catch (IOException e) {
                    throw new ContextException(
                            Kind.FAILED, "the upload broke off: " + e.getMessage() + "; send it again", e);
                }
            }
        };
    }

    private void unzip(Path from, Path to) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(from), 1 << 16);
                FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE);
                OutputStream out = java.nio.channels.Channels.newOutputStream(channel)) {
            in.mark(2);
            boolean zipped = (in.read() | in.read() << 8) == GZIP_MAGIC;
            in.reset();
            bounded(zipped ? new GZIPInputStream(in, 1 << 16) : in, out);
            channel.force(true);
        } catch (ZipException | EOFException e) {
            throw new ContextException(Kind.NOT_A_TAR, "the upload is a broken gzip archive: " + e.getMessage(), e);
        }
    }

    private void bounded(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > limit) {
                throw new ContextException(
                        Kind.TOO_LARGE,
                        "the upload is larger than " + (limit >> 20)
                                + " MiB; name what the build does not need in .dockerignore, or raise --max-context");
            }
            out.write(buffer, 0, read);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void discard(Path file) {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw ContextException.of("remove", file, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
