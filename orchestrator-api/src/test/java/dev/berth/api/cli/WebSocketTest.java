package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WebSocketTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void theHandshakeIsThatOfTheStandard() {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocket.accept("dGhlIHNhbXBsZSBub25jZQ=="));
    }

    @Test
    void whatIsSentIsMaskedAndHasTheRightLength() throws IOException {
        WebSocket socket = socket("");

        socket.send(new byte[3]);
        assertEquals("8283", hex(0, 2));
        assertEquals(2 + 4 + 3, sent.size());
        sent.reset();
        socket.send(new byte[126]);
        assertEquals("82fe007e", hex(0, 4));
        sent.reset();
        socket.send(new byte[70_000]);
        assertEquals("82ff0000000000011170", hex(0, 10));
    }

    @Test
    void aMaskedMessageIsItselfAgainWhenUnmasked() throws IOException {
        byte[] message = "\0héllo".getBytes(StandardCharsets.UTF_8);

        socket("").send(message);

        byte[] frame = sent.toByteArray();
        for (int i = 6; i < frame.length; i++) {
            frame[i] ^= frame[2 + (i - 6) % 4];
        }
        assertArrayEquals(message, java.util.Arrays.copyOfRange(frame, 6, frame.length));
    }

    @Test
    void piecesBecomeOneMessageAndAPingBetweenThemIsAnswered() throws IOException {
        WebSocket socket = socket("0203" + "016869" + "8902" + "7070" + "8001" + "21");

        assertEquals("016869" + "21", HexFormat.of().formatHex(socket.receive()));
        assertEquals("8a82", hex(0, 2));
    }

    @Test
    void aLongMessageComesWhole() throws IOException {
        assertEquals(300, socket("827e012c" + "05".repeat(300)).receive().length);
    }

    @Test
    void theOtherSidesEndIsAnswered() throws IOException {
        assertEquals(0, socket("8802" + "03e8").receive().length);
        assertEquals("8882", hex(0, 2));
    }

    @Test
    void whatNoServerMaySendIsRefused() {
        assertThrows(IOException.class, () -> socket("8281" + "00000000" + "01").receive());
        assertThrows(IOException.class, () -> socket("827f7fffffffffffffff").receive());
        assertThrows(IOException.class, () -> socket("8203" + "01").receive());
        assertThrows(IOException.class, () -> socket("").receive());
    }

    private WebSocket socket(String received) {
        byte[] bytes = HexFormat.of().parseHex(received);
        return new WebSocket(new WireInput(new ByteArrayInputStream(bytes)), sent, new SecureRandom());
    }

    private String hex(int from, int to) {
        return HexFormat.of().formatHex(sent.toByteArray(), from, to);
    }
}
