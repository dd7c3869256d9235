package dev.berth.core.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProblemTextTest {
    @Test
    void aProblemShowsItsLineWithCaretsAndTheRemedy() {
        assertEquals(
                """
                f:2:7: wrong
                  2 | port: 30o0 # typo
                    |       ^^^^
                  fix: mend it
                """,
                shown("a: b\nport: 30o0 # typo\n", 2, 7, 4));
    }

    @Test
    void tabsAndWideCharactersKeepTheCaretsInPlace() {
        assertEquals(
                """
                f:1:5: wrong
                  1 |     漢字 x
                    |          ^
                  fix: mend it
                """,
                shown("\t漢字 x", 1, 5, 1));
        assertEquals(
                """
                f:1:1: wrong
                  1 | 漢字 x
                    | ^^^^
                  fix: mend it
                """,
                shown("漢字 x", 1, 1, 2));
        assertEquals(
                """
                f:1:3: wrong
                  1 | e\u0301x
                    |  ^
                  fix: mend it
                """,
                shown("e\u0301x", 1, 3, 1));
    }

    @Test
    void whatATerminalWouldObeyIsShownAsASign() {
        assertEquals(
                """
                f:1:4: wrong
                  1 | a␛[31m\uFFFDb
                    |    ^
                  fix: mend it
                """,
                shown("a\u001b[31m\u202eb", 1, 4, 1));
    }

    @Test
    void aLongLineIsCutAroundTheCarets() {
        assertEquals(
                """
                f:1:301: wrong
                  1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaWRONGbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
                    |                                          ^^^^^
                  fix: mend it
                """,
                shown("a".repeat(300) + "WRONG" + "b".repeat(300), 1, 301, 5));
    }

    @Test
    void aPlaceAtOrBeyondTheEndStillHasItsCaret() {
        assertEquals(
                """
                f:1:5: wrong
                  1 | a: b
                    |     ^
                  fix: mend it
                """,
                shown("a: b", 1, 5, 3));
        assertEquals("f:9:1: wrong\n  fix: mend it\n", shown("a: b", 9, 1, 1));
    }

    @Test
    void aProblemOfAnotherFileIsShownWithoutALine() {
        Problem problem = new Problem(Severity.WARNING, "", new Place("g", 1, 1), 1, "odd", "look");
        assertEquals(
                "g:1:1: warning: odd\n  fix: look\n",
                ProblemText.of("f", "a: b").render(List.of(problem)));
    }

    @Test
    void problemsAreSortedByPlaceAndCountOnce() {
        Problems problems = new Problems();
        problems.error(new Spot(new Place("f", 2, 1), 1, ""), "second", "x");
        problems.warning(new Spot(new Place("f", 1, 9), 1, ""), "first", "x");
        problems.error(new Spot(new Place("f", 2, 1), 1, ""), "second", "x");
        assertEquals(
                List.of("first", "second"),
                problems.all().stream().map(Problem::what).toList());
    }

    @Test
    void theNearestKnownWordIsSuggestedUnlessAllAreFar() {
        Set<String> known = Set.of("port", "ports", "domain", "healthcheck", "depends_on");
        assertEquals(Optional.of("port"), Suggestion.of("prot", known));
        assertEquals(Optional.of("ports"), Suggestion.of("portss", known));
        assertEquals(Optional.of("healthcheck"), Suggestion.of("health_check", known));
        assertEquals(Optional.of("depends_on"), Suggestion.of("dependsOn", known));
        assertEquals(Optional.of("depends_on"), Suggestion.of("Depends-On", known));
        assertEquals(Optional.empty(), Suggestion.of("colour", known));
        assertEquals(Optional.empty(), Suggestion.of("b", Set.of("a")));
        assertEquals(Optional.of("DB"), Suggestion.of("db", Set.of("DB")));
        assertEquals(Optional.of("db"), Suggestion.of("db2", Set.of("db")));
        assertEquals(Optional.empty(), Suggestion.of("", known));
    }

    @Test
    void whatAMessageQuotesCannotHarmATerminalEither() {
        Problem problem = new Problem(
                Severity.ERROR, "", new Place("f", 9, 1), 1, "\"\u001b[31m\u202e\" is odd", "mend \"\u0007\"");
        assertEquals(
                "f:9:1: \"␛[31m\uFFFD\" is odd\n  fix: mend \"␇\"\n",
                ProblemText.of("f", "a: b").render(List.of(problem)));
    }

    @Test
    void aThousandProblemsOfOneLongLineAreShownAtOnce() {
        Problems problems = new Problems();
        for (int i = 0; i < 1_000; i++) {
            problems.error(new Spot(new Place("f", 1, 200 * i + 1), 3, ""), "wrong", "mend it");
        }
        String text = "x".repeat(250_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals(
                        4_999,
                        ProblemText.of("f", text).render(problems.all()).lines().count()));
    }

    @Test
    void aQuotedTextIsOneShortLine() {
        assertEquals("a\\nb\\r", Excerpt.of("a\nb\r"));
        assertEquals("漢".repeat(60), Excerpt.of("漢".repeat(60)));
        assertEquals("😀".repeat(57) + "…", Excerpt.of("😀".repeat(61)));
        assertEquals("\\n".repeat(28) + "\\…", Excerpt.of("\n".repeat(200_000)));
    }

    private static String shown(String text, int line, int column, int width) {
        Problem problem = new Problem(Severity.ERROR, "", new Place("f", line, column), width, "wrong", "mend it");
        return ProblemText.of("f", text).render(List.of(problem));
    }
}
