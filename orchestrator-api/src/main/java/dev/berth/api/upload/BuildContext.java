package dev.berth.api.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * A directory, or a single file, as a tar archive: the same content is the same archive on every machine, whatever its
 * times and owners. What {@code .dockerignore} names stays out.
 */
public final class BuildContext {
    private final List<ArchiveEntry> entries = new ArrayList<>();

    private BuildContext() {}

    /**
     * @param dockerfile path within the directory, which belongs into the archive even when it is ignored; empty when
     *     there is none
     * @throws UploadException when the directory is not there, or something in it cannot be read
     */
    public static BuildContext ofDirectory(Path directory, String dockerfile) {
        if (!Files.isDirectory(directory)) {
            throw new UploadException("the build context " + directory
                    + (Files.exists(directory) ? " is no directory" : " is not there"));
        }
        if (!dockerfile.isEmpty() && !Files.isRegularFile(directory.resolve(dockerfile))) {
            throw new UploadException("there is no " + dockerfile + " in the build context " + directory
                    + "\nfix: write one, name another with  dockerfile:  , or use  dockerfile_inline:");
        }
        BuildContext context = new BuildContext();
        try {
            IgnoreRules rules = IgnoreRules.of(directory, dockerfile);
            context.walk(directory, "", rules, directory.resolve(dockerfile).normalize());
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
        return context;
    }

    /** @throws UploadException when the file is not there or cannot be read */
    public static BuildContext ofFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UploadException("the file " + file + " is not there");
        }
        BuildContext context = new BuildContext();
        try {
            context.entries.add(new ArchiveEntry(file.getFileName().toString(), file, 0644, Files.size(file), ""));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return context;
    }

    private void walk(Path directory, String prefix, IgnoreRules rules, Path dockerfile) throws IOException {
        TreeMap<String, Path> children = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            for (Path child : found) {
                children.put(child.getFileName().toString(), child);
            }
        }
        for (String name : children.keySet()) {
            Path child = children.get(name);
            boolean kept = !rules.leavesOut(prefix + name) || child.normalize().equals(dockerfile);
            PosixFileAttributes attributes =
                    Files.readAttributes(child, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()) {
                if (kept) {
                    add(prefix + name, child, attributes);
                }
            } else if (kept || !rules.isFinal() || dockerfile.startsWith(child.normalize())) {
                int at = entries.size();
                walk(child, prefix + name + "/", rules, dockerfile);
                if (kept || entries.size() > at) {
                    entries.add(at, new ArchiveEntry(prefix + name + "/", child, mode(attributes), 0, ""));
                }
            }
        }
    }

    /** Sockets, pipes and devices are no content. */
    private void add(String name, Path file, PosixFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            entries.add(new ArchiveEntry(
                    name, file, 0777, 0, Files.readSymbolicLink(file).toString()));
        } else if (attributes.isRegularFile()) {
            entries.add(new ArchiveEntry(name, file, mode(attributes), attributes.size(), ""));
        }
    }

    private static int mode(PosixFileAttributes attributes) {
        int mode = 0;
        for (PosixFilePermission permission : attributes.permissions()) {
            mode |= 0400 >> permission.ordinal();
        }
        return mode;
    }

    /** Of the archive, in bytes. */
    public long length() {
        long length = 2L * TarHeader.BLOCK;
        for (ArchiveEntry entry : entries) {
            length += TarHeader.of(entry).length + entry.size() + TarHeader.padding(entry.size());
        }
        return length;
    }

    /** SHA-256 of the archive, such as {@code sha256:9f86…}. */
    public String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return "sha256:" + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Writes the archive.
     *
     * @throws IOException when the other side does not take it
     * @throws UploadException when a file cannot be read, or became shorter since it was listed
     */
    public void writeTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (ArchiveEntry entry : entries) {
            out.write(TarHeader.of(entry));
            if (entry.isFile()) {
                copy(entry, out, buffer);
                out.write(new byte[TarHeader.padding(entry.size())]);
            }
        }
        out.write(new byte[2 * TarHeader.BLOCK]);
    }

    private static void copy(ArchiveEntry entry, OutputStream out, byte[] buffer) throws IOException {
        long left = entry.size();
        try (InputStream in = open(entry.source())) {
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new UploadException(entry.source() + " changed while it was read\nfix: try again");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UploadException unreadable(Path file, IOException e) {
        if (e instanceof AccessDeniedException) {
            return new UploadException("cannot read " + e.getMessage() + ": permission denied"
                    + "\nfix: make it readable, or name it in .dockerignore");
        }
        return new UploadException("cannot read " + file + ": " + e.getMessage());
    }
}
