package dev.berth.core.store;

import static dev.berth.core.store.TestStore.BLOG;
import static dev.berth.core.store.TestStore.REDIS;
import static dev.berth.core.store.TestStore.SHOP;
import static dev.berth.core.store.TestStore.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.engine.LogLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndedLogsTest {

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
    void theLastWordsOfAnInstanceOutliveTheDaemon() {
        add(
                "shop-web-aaaaaaaa-1",
                OptionalLong.of(7),
                "replaced",
                List.of(line("starting"), line("\u00e9 \ud83d\ude00 \u0001")));
        add("shop-web-aaaaaaaa-2", OptionalLong.empty(), "it was killed", List.of());
        berth = berth.reopened();
        assertEquals(
                "[EndedLog[instance=shop-web-aaaaaaaa-2, deployment=OptionalLong.empty, cause=it was killed,"
                        + " at=2026-03-01T10:00:00Z, lines=[]],"
                        + " EndedLog[instance=shop-web-aaaaaaaa-1, deployment=OptionalLong[7], cause=replaced,"
                        + " at=2026-03-01T10:00:00Z, lines=[LogLine[at=2026-03-01T09:00:00.000000001Z, stream=ERR,"
                        + " text=starting], LogLine[at=2026-03-01T09:00:00.000000001Z, stream=ERR,"
                        + " text=\u00e9 \ud83d\ude00 \u0001]]]]",
                logs().of(SHOP, WEB).toString());
        assertEquals(List.of(), logs().of(SHOP, REDIS));
        assertEquals(List.of(), logs().of(BLOG, WEB));
    }

    @Test
    void theLast1000LinesAreKept() {
        List<LogLine> lines =
                IntStream.rangeClosed(1, 1005).mapToObj(n -> line("line " + n)).toList();
        add("shop-web-aaaaaaaa-1", OptionalLong.empty(), "killed", lines);
        List<LogLine> kept = logs().of(SHOP, WEB).get(0).lines();
        assertEquals(lines.subList(5, 1005), kept);
    }

    @Test
    void theLast20InstancesOfEachApplicationAreKept() {
        logs().add(SHOP, REDIS, "shop-redis-aaaaaaaa-1", OptionalLong.empty(), "killed", List.of());
        IntStream.rangeClosed(1, 23)
                .forEach(n -> add("shop-web-aaaaaaaa-" + n, OptionalLong.empty(), "killed", List.of()));
        assertEquals(
                IntStream.rangeClosed(4, 23)
                        .mapToObj(n -> "shop-web-aaaaaaaa-" + (27 - n))
                        .collect(Collectors.joining(" ")),
                logs().of(SHOP, WEB).stream().map(EndedLog::instance).collect(Collectors.joining(" ")));
        assertEquals(1, logs().of(SHOP, REDIS).size());
    }

    @Test
    void nothingOfALineStandsInAnyFile() throws IOException {
        add("shop-web-aaaaaaaa-1", OptionalLong.empty(), "killed", List.of(line("s3cr3t-planted-value")));
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("s3cr3t-planted-value"), () -> "in " + file);
            }
        }
    }

    @Test
    void theLogOfAnotherInstanceDoesNotOpen() {
        add("shop-web-aaaaaaaa-1", OptionalLong.empty(), "killed", List.of(line("x")));
        berth.meddle("UPDATE ended_log SET instance = 'shop-web-aaaaaaaa-2'");
        assertEquals(
                StoreException.Kind.KEY,
                assertThrows(StoreException.class, () -> logs().of(SHOP, WEB)).kind());
    }

    private EndedLogs logs() {
        return berth.store.endedLogs();
    }

    private void add(String instance, OptionalLong deployment, String cause, List<LogLine> lines) {
        logs().add(SHOP, WEB, instance, deployment, cause, lines);
    }

    private static LogLine line(String text) {
        return new LogLine(Instant.parse("2026-03-01T09:00:00.000000001Z"), LogLine.Stream.ERR, text);
    }
}
