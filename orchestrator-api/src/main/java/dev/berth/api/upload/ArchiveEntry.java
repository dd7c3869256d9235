package dev.berth.api.upload;

import java.nio.file.Path;

/**
 * One thing in an archive.
 *
 * @param name relative, with slashes; that of a directory ends with one
 * @param mode permission bits
 * @param size in bytes; 0 for what is no file
 * @param link where a symbolic link leads; else empty
 */
record ArchiveEntry(String name, Path source, int mode, long size, String link) {
    boolean isDirectory() {
        return name.endsWith("/");
    }

    boolean isFile() {
        return !isDirectory() && link.isEmpty();
    }
}
