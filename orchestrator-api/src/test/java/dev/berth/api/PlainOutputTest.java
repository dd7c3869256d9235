package dev.berth.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class PlainOutputTest {
    private static String through(String text) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(new PlainOutput(new BufferedOutputStream(written)), true, UTF_8)) {
            print.print(text);
        }
        return written.toString(UTF_8);
    }

    @Test
    void whatSteersATerminalIsShownAsAQuestion() {
        assertEquals("dying ?]0;mine??[2J?2J?forged", through("dying \u001b]0;mine\u0007\u001b[2J\u009b2J\rforged"));
    }

    @Test
    void textOfAnyScriptPasses() {
        String text = "a\tb\nÄ £\u00a0é → 日本 \ud83d\ude00\n";
        assertEquals(text, through(text));
    }
}
