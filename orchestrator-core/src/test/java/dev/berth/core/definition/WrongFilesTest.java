package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.core.problem.ProblemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each {@code NAME.yml} in the folder prints exactly {@code NAME.txt}. Run with {@code GOLDEN_WRITE=1} in the environment to write
 * the texts anew, then read the difference.
 */
class WrongFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/problems");
    private static final boolean WRITE = System.getenv("GOLDEN_WRITE") != null;

    @TestFactory
    List<DynamicTest> everyWrongFilePrintsItsProblems() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<DynamicTest> tests = files.filter(f -> f.toString().endsWith(".yml"))
                    .sorted()
                    .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> compare(f)))
                    .toList();
            assertFalse(tests.isEmpty());
            return tests;
        }
    }

    private static void compare(Path file) throws IOException {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        Surroundings surroundings = new Surroundings(
                Set.of("PASSWORD", "ENCRYPTION_PASSWORD"),
                new HostRules(Set.of(Path.of("/srv/data")), Set.of(80, 443, 7070), true),
                path -> path.equals(".env")
                        ? Optional.of("FROM_FILE=1\nbroken line\nA=\"x\" y\nB=a\0b\nC='open\n")
                        : Optional.empty());
        String printed = ProblemText.of(name, text)
                .render(ProjectReader.read(name, text, surroundings).problems());
        Path expected = file.resolveSibling(name.replace(".yml", ".txt"));
        if (WRITE) {
            Files.writeString(expected, printed);
        }
        assertEquals(Files.readString(expected), printed);
    }
}
