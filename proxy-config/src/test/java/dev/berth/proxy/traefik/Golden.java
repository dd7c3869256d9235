package dev.berth.proxy.traefik;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected texts kept as files; {@code -Dberth.golden=write} writes them from what is, to be read before a commit. */
final class Golden {

    private static final Path DIRECTORY = Path.of("src/test/resources/dev/berth/proxy/traefik");

    private Golden() {}

    static String text(String name, String actual) {
        Path file = DIRECTORY.resolve(name);
        try {
            if ("write".equals(System.getProperty("berth.golden"))) {
                Files.writeString(file, actual);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
