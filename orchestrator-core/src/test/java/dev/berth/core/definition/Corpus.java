package dev.berth.core.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every definition that lies in the repository, right and wrong. */
final class Corpus {
    static final Path ROOT = Path.of("..");
    static final Path WRONG = Path.of("src/test/resources/problems");
    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^```ya?ml\\n(.*?)^```");

    /** Secrets that are set, directories that are allowed, files that were sent along: what the corpus needs. */
    static final Surroundings SURROUNDINGS = new Surroundings(
            Set.of("PASSWORD", "ADMIN_PASSWORD", "ENCRYPTION_PASSWORD", "ENCRYPTION_SALT"),
            new HostRules(Set.of(Path.of("/srv/data")), Set.of(80, 443, 7070), true),
            path -> path.startsWith(".env") ? Optional.of("FROM_FILE=1\n") : Optional.empty());

    private Corpus() {}

    /** The examples that a user copies. */
    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"), 2)) {
            return files.filter(f -> f.getFileName().toString().matches("project\\.ya?ml"))
                    .sorted()
                    .toList();
        }
    }

    /** The blocks of a Markdown file that are YAML. */
    static List<String> yamlBlocks(Path markdown) throws IOException {
        List<String> blocks = new ArrayList<>();
        for (Matcher block = YAML_BLOCK.matcher(Files.readString(markdown)); block.find(); ) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    /** Files that have something wrong with them. */
    static List<Path> wrong() throws IOException {
        try (Stream<Path> files = Files.list(WRONG)) {
            return files.filter(f -> f.toString().endsWith(".yml")).sorted().toList();
        }
    }

    /** The texts of all of these. */
    static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>(yamlBlocks(ROOT.resolve("README.md")));
        for (Path file : Stream.concat(examples().stream(), wrong().stream()).toList()) {
            texts.add(Files.readString(file));
        }
        return texts;
    }
}
