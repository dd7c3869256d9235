package dev.berth.core.docker;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar that is sent to be built: a context, and a Dockerfile of the definition itself when there is one. */
final class BuildArchive {
    /** What an inline Dockerfile is called within the tar: no context has a file of that name by accident. */
    static final String INLINE_DOCKERFILE = ".berth-inline-dockerfile";

    private static final int BLOCK = 512;
    private static final int GZIP = 0x8b1f;

    private BuildArchive() {}

    static InputStream of(Optional<InputStream> context, Optional<String> dockerfile) throws IOException {
        InputStream files = context.isPresent() ? plain(context.get()) : new ByteArrayInputStream(new byte[2 * BLOCK]);
        // Entries simply stand one after the other, so that the context need not be read to put one before it.
        return dockerfile.isPresent()
                ? new SequenceInputStream(new ByteArrayInputStream(entry(dockerfile.get())), files)
                : files;
    }

    private static InputStream plain(InputStream context) throws IOException {
        BufferedInputStream in = new BufferedInputStream(context);
        in.mark(2);
        int magic = in.read() | in.read() << 8;
        in.reset();
        return magic == GZIP ? new GZIPInputStream(in) : in;
    }

    /** One entry, without the end of an archive. */
    private static byte[] entry(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, BLOCK, "UTF-8")) {
            TarArchiveEntry entry = new TarArchiveEntry(INLINE_DOCKERFILE);
            entry.setSize(content.length);
            entry.setMode(0100644);
            entry.setModTime(0);
            entry.setIds(0, 0);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            tar.flush();
            int blocks = 1 + (content.length + BLOCK - 1) / BLOCK;
            return java.util.Arrays.copyOf(bytes.toByteArray(), blocks * BLOCK);
        }
    }
}
