package dev.berth.core.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProblemsTest {

    private final Problems problems = new Problems();

    @Test
    void theyAreSortedByFileLineColumnSeverityAndText() {
        problems.warning(at("b.yml", 1, 1), "w", "mend it");
        problems.error(at("a.yml", 2, 1), "z", "mend it");
        problems.error(at("a.yml", 1, 9), "y", "mend it");
        problems.warning(at("a.yml", 1, 2), "a", "mend it");
        problems.error(at("a.yml", 1, 2), "x", "mend it");
        problems.error(at("a.yml", 1, 2), "b", "mend it");
        assertEquals(
                """
                a.yml:1:2 ERROR b
                a.yml:1:2 ERROR x
                a.yml:1:2 WARNING a
                a.yml:1:9 ERROR y
                a.yml:2:1 ERROR z
                b.yml:1:1 WARNING w
                """,
                told());
    }

    @Test
    void theSameMistakeAtTheSamePlaceCountsOnce() {
        problems.error(at("a.yml", 1, 2), "x", "mend it");
        problems.error(at("a.yml", 1, 2), "x", "mend it");
        assertEquals("a.yml:1:2 ERROR x\n", told());
    }

    @Test
    void onlyAnErrorForbids() {
        problems.warning(at("a.yml", 1, 2), "x", "mend it");
        assertFalse(problems.hasErrors());
        problems.error(at("a.yml", 1, 2), "x", "mend it");
        assertTrue(problems.hasErrors());
    }

    @Test
    void thereAreAtMost1000AndAnErrorIsNeverCrowdedOut() {
        IntStream.rangeClosed(1, 2000).forEach(line -> problems.warning(at("a.yml", line, 1), "w", "mend it"));
        assertEquals(1000, problems.all().size());
        problems.error(at("a.yml", 3000, 1), "e", "mend it");
        problems.error(at("a.yml", 3001, 1), "e", "mend it");
        assertEquals(1001, problems.all().size());
        assertTrue(problems.all().get(1000).isError());
        assertTrue(problems.hasErrors());
    }

    @Test
    void aPlaceCountsFrom1() {
        assertEquals("a.yml:3:4", new Place("a.yml", 3, 4).toString());
        assertThrows(IllegalArgumentException.class, () -> new Place("a.yml", 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Place("a.yml", 1, 0));
    }

    private static Spot at(String file, int line, int column) {
        return new Spot(new Place(file, line, column), 1, "port");
    }

    private String told() {
        return problems.all().stream()
                .map(p -> p.place() + " " + p.severity() + " " + p.what() + "\n")
                .collect(Collectors.joining());
    }
}
