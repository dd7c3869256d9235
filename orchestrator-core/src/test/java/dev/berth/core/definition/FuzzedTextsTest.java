package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.problem.Problem;
import dev.berth.core.problem.ProblemText;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.yaml.YamlReader;
import dev.berth.core.yaml.YamlText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever a text is, it is read: into a project, or into mistakes with places in it. {@code -Dfuzzed.texts=N}: how many of
 * each kind.
 */
class FuzzedTextsTest {
    private static final int ROUNDS = Integer.getInteger("fuzzed.texts", 1_000);
    private static final Duration WATCHDOG = Duration.ofSeconds(60);

    @Test
    void aMutilatedTextIsAProjectOrHasAMistakeAtAPlaceInIt() throws IOException {
        Mutilation mutilation = new Mutilation(new Random(20), Corpus.texts());
        int projects = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = mutilation.next();
            Reading reading =
                    assertTimeoutPreemptively(WATCHDOG, () -> ProjectReader.read("f", text, Corpus.SURROUNDINGS), text);
            boolean wrong = reading.problems().stream().anyMatch(Problem::isError);
            assertEquals(wrong, reading.project().isEmpty(), text);
            reading.problems().forEach(problem -> checkShown(problem, text));
            projects += reading.project().isPresent() ? 1 : 0;
        }
        assertTrue(projects > ROUNDS / 300, "only " + projects + " of them are projects");
    }

    @Test
    void aProjectWrittenDownAgainIsTheSame() throws IOException {
        Mutilation mutilation = new Mutilation(new Random(21), Corpus.texts());
        for (int round = 0; round < ROUNDS; round++) {
            String text = mutilation.next();
            Optional<Project> project =
                    ProjectReader.read("f", text, Corpus.SURROUNDINGS).project();
            if (project.isPresent()) {
                String again = YamlText.write(
                        YamlReader.read("f", text, new Problems()).orElseThrow());
                assertEquals(
                        project,
                        ProjectReader.read("f", again, Corpus.SURROUNDINGS).project(),
                        text);
            }
        }
    }

    @Test
    void aMutilatedBodyOfOneApplicationIsReadToo() throws IOException {
        Mutilation mutilation = new Mutilation(
                new Random(22),
                List.of(
                        """
                {"name": "web", "image": "nginx", "port": 80, "env": {"A": "b"}, "volumes": ["data:/data"]}
                """,
                        """
                name: web
                build: {dockerfile_inline: FROM busybox}
                healthcheck: {tcp: 80}
                """));
        ApplicationName web = ApplicationName.of("web");
        for (int round = 0; round < ROUNDS / 3; round++) {
            String text = mutilation.next();
            StoredDefinition.Revised revised = StoredDefinition.empty(ProjectName.of("shop"))
                    .with(web, PostedApplication.read("f", text), Corpus.SURROUNDINGS);
            boolean wrong = revised.reading().problems().stream().anyMatch(Problem::isError);
            assertEquals(wrong, revised.reading().project().isEmpty(), text);
            if (!wrong) {
                StoredDefinition.of("f", revised.text());
            }
        }
    }

    /** Within the text, in few words, harmless on a terminal. */
    private static void checkShown(Problem problem, String text) {
        String shown = ProblemText.of("f", text).render(List.of(problem));
        String[] lines = text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1);
        int line = problem.place().line();
        assertTrue(line <= lines.length, () -> problem + " is below\n" + text);
        int length = lines[line - 1].codePointCount(0, lines[line - 1].length());
        assertTrue(problem.place().column() <= length + 1, () -> problem + " is beside\n" + text);
        assertFalse(problem.what().isBlank() || problem.remedy().isBlank(), shown);
        assertTrue(problem.what().length() + problem.remedy().length() < 600, shown);
        assertTrue(shown.chars().noneMatch(c -> c < ' ' && c != '\n' || c == 0x7f), shown);
        assertTrue(shown.lines().allMatch(l -> l.length() < 600), shown);
    }
}
