package dev.berth.core.context;

import dev.berth.core.context.ContextException.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What is refused of an uploaded tar: what would lead out of the context, devices, and what is no archive at all. */
final class ArchiveCheck {
    private ArchiveCheck() {}

    /** @throws ContextException {@code UNSAFE}, {@code NOT_A_TAR} */
    static void check(Path tar) throws IOException {
        int entries = 0;
        try (BufferedInputStream file = new BufferedInputStream(Files.newInputStream(tar));
                TarArchiveInputStream in = new TarArchiveInputStream(file, "UTF-8")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries++;
                refuseUnsafe(entry);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ContextException(Kind.NOT_A_TAR, "the upload is no tar archive: " + e.getMessage(), e);
        }
        if (entries == 0) {
            throw new ContextException(
                    Kind.NOT_A_TAR, "the upload is no tar archive, or one without entries; send the build's files");
        }
    }

    private static void refuseUnsafe(TarArchiveEntry entry) {
        if (leaves(0, entry.getName())) {
            throw unsafe(entry, "leads out of the context");
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            throw unsafe(entry, "is a device");
        }
        if (entry.isLink() && leaves(0, entry.getLinkName()) || entry.isSymbolicLink() && pointsOut(entry)) {
            throw unsafe(entry, "is a link that leads out of the context, to " + entry.getLinkName());
        }
    }

    /** An absolute symbolic link does not: it is meant for the image, whose root it begins at. */
    private static boolean pointsOut(TarArchiveEntry link) {
        int directory = Math.max(0, depth(0, link.getName()) - 1);
        return !link.getLinkName().startsWith("/") && leaves(directory, link.getLinkName());
    }

    private static boolean leaves(int from, String name) {
        return name.startsWith("/") || depth(from, name) < 0;
    }

    /** How many directories below the root a name ends; -1 when on its way it is above the root. */
    private static int depth(int from, String name) {
        int depth = from;
        for (String part : name.split("/")) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0) {
                return depth;
            }
        }
        return depth;
    }

    private static ContextException unsafe(TarArchiveEntry entry, String why) {
        return new ContextException(Kind.UNSAFE, "the upload is refused: its entry \"" + entry.getName() + "\" " + why);
    }
}
