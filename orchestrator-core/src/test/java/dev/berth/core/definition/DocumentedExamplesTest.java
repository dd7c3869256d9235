package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.core.problem.Problem;
import dev.berth.core.problem.ProblemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a user copies out of the repository has to be right. */
class DocumentedExamplesTest {
    @TestFactory
    List<DynamicTest> everyYamlBlockAndExampleIsReadWithoutErrors() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path markdown : List.of(Corpus.ROOT.resolve("README.md"), Corpus.ROOT.resolve("examples/README.md"))) {
            for (String block : Corpus.yamlBlocks(markdown)) {
                tests.add(DynamicTest.dynamicTest(
                        markdown.getFileName() + ": "
                                + block.lines().findFirst().orElse(""),
                        () -> check(block)));
            }
        }
        for (Path example : Corpus.examples()) {
            tests.add(DynamicTest.dynamicTest(example.toString(), () -> check(Files.readString(example))));
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    private static void check(String text) {
        List<Problem> errors = ProjectReader.read("f", text, Corpus.SURROUNDINGS).problems().stream()
                .filter(Problem::isError)
                .toList();
        assertEquals("", ProblemText.of("f", text).render(errors));
    }
}
