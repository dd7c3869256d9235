package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.LogLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineAssemblyTest {
    private static final String NOON = "2026-01-01T12:00:00.000000001Z";
    private static final String LATER = "2026-01-01T12:00:01.500Z";

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

    @Test
    void framesOfBothStreamsBecomeLines() throws IOException {
        frame(1, NOON + " begins ");
        frame(2, LATER + " an error\n");
        frame(1, LATER + " and ends\r\n");
        frame(1, LATER + " \n");
        frame(2, NOON + " no line end, ünïcode");
        assertEquals(
                List.of(
                        LATER + " ERR an error",
                        NOON + " OUT begins and ends",
                        LATER + " OUT ",
                        NOON + " ERR no line end, ünïcode"),
                read());
    }

    @Test
    void aLongLineIsPutTogetherFromItsPieces() throws IOException {
        frame(1, NOON + " " + "x".repeat(16384));
        frame(1, LATER + " " + "y".repeat(16384));
        frame(1, LATER + " z\n");
        assertEquals(List.of(NOON + " OUT " + "x".repeat(16384) + "y".repeat(16384) + "z"), read());
    }

    @Test
    void aLineThatDoesNotEndIsCut() throws IOException {
        for (int i = 0; i < 17; i++) {
            frame(1, NOON + " " + "x".repeat(16384));
        }
        assertEquals(
                List.of(262144, 16384),
                read().stream()
                        .map(line -> line.length() - (NOON + " OUT ").length())
                        .toList());
    }

    private void frame(int stream, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(wire);
        out.write(new byte[] {(byte) stream, 0, 0, 0});
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private List<String> read() throws IOException {
        List<LogLine> lines = new ArrayList<>();
        LineAssembly assembly = new LineAssembly(lines::add);
        Frames.read(new ByteArrayInputStream(wire.toByteArray()), assembly::accept);
        assembly.end();
        return lines.stream()
                .map(line -> line.at() + " " + line.stream() + " " + line.text())
                .toList();
    }
}
