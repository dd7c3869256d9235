package dev.berth.core.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Copies of a data directory as it is, whoever has it open: what would be found after a sudden death. */
final class Copies {

    private Copies() {}

    /** The lock is left out: reading it here would let go of it. */
    static Path of(Path data, Path to, Predicate<String> wanted) {
        try {
            Files.createDirectory(to);
            for (Path file : files(data)) {
                String name = file.getFileName().toString();
                if (!name.equals("lock") && wanted.test(name)) {
                    Files.copy(file, to.resolve(name));
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path of(Path data, Path to) {
        return of(data, to, name -> true);
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
