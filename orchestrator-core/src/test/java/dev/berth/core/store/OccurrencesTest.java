package dev.berth.core.store;

import static dev.berth.core.store.TestStore.SHOP;
import static dev.berth.core.store.TestStore.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.deploy.Occurrence;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OccurrencesTest {

    @TempDir
    Path data;

    private TestStore berth;

    @BeforeEach
    void open() {
        berth = TestStore.in(data);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    @Test
    void whatHappenedIsToldWhole() {
        berth.store
                .occurrences()
                .add("healed", Optional.of(SHOP), Optional.of(WEB), OptionalLong.of(7), "it was killed");
        berth.store.occurrences().add("engine", Optional.empty(), Optional.empty(), OptionalLong.empty(), "away");
        berth = berth.reopened();
        assertEquals(
                "[Occurrence[number=1, at=2026-03-01T10:00:00Z, kind=healed, project=Optional[shop],"
                        + " application=Optional[web], deployment=OptionalLong[7], message=it was killed],"
                        + " Occurrence[number=2, at=2026-03-01T10:00:00Z, kind=engine, project=Optional.empty,"
                        + " application=Optional.empty, deployment=OptionalLong.empty, message=away]]",
                berth.store.occurrences().last(0, 10).toString());
    }

    @Test
    void theLastOrTheNextOfThoseNotSeenAreToldInOrder() {
        add(9);
        assertEquals("7 8 9", numbers(berth.store.occurrences().last(0, 3)));
        assertEquals("9", numbers(berth.store.occurrences().last(8, 3)));
        assertEquals("1 2 3", numbers(berth.store.occurrences().next(0, 3)));
        assertEquals("8 9", numbers(berth.store.occurrences().next(7, 3)));
        assertEquals("", numbers(berth.store.occurrences().next(9, 3)));
    }

    @Test
    void theLast2000AreKeptAndNoNumberIsGivenTwice() {
        berth.store.database().together(() -> add(2005));
        assertEquals("6 7", numbers(berth.store.occurrences().next(0, 2)));
        berth.meddle("DELETE FROM occurrence");
        berth = berth.reopened();
        add(1);
        assertEquals("2006", numbers(berth.store.occurrences().next(0, 2)));
    }

    private void add(int count) {
        IntStream.range(0, count).forEach(n -> berth.store
                .occurrences()
                .add("healed", Optional.of(SHOP), Optional.of(WEB), OptionalLong.empty(), "again"));
    }

    private static String numbers(List<Occurrence> occurrences) {
        return occurrences.stream().map(o -> Long.toString(o.number())).collect(Collectors.joining(" "));
    }
}
