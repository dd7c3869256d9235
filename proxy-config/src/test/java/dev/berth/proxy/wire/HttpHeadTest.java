package dev.berth.proxy.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HttpHeadTest {
    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    }

    private static HttpHead head(String answer) throws IOException {
        return HttpHead.ask(OutputStream.nullOutputStream(), in(answer), "shop.example.org", "/");
    }

    private static String failure(String answer) {
        return assertThrows(IOException.class, () -> head(answer)).getMessage();
    }

    @Test
    void aGetIsSentAndTheBodyIsLeftToBeRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream in = in("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\nX: y\r\n\r\nbody");
        HttpHead head = HttpHead.ask(out, in, "shop.example.org", "/a?b=c");
        assertEquals(new HttpHead(503, Map.of("content-length", "4", "x", "y")), head);
        assertEquals(OptionalLong.of(4), head.length());
        assertEquals(
                "GET /a?b=c HTTP/1.1\r\nHost: shop.example.org\r\nUser-Agent: berth\r\nAccept: */*\r\n"
                        + "Connection: close\r\n\r\n",
                out.toString(ISO_8859_1));
        assertEquals("body", new String(in.readAllBytes(), ISO_8859_1));
    }

    @Test
    void anAnswerNeedNoReasonNorLength() throws IOException {
        assertEquals(new HttpHead(200, Map.of()), head("HTTP/1.0 200\n\n"));
        assertEquals(
                OptionalLong.empty(),
                head("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n").length());
    }

    @Test
    void whoWantsTheBodyAsItIsSaysWhoAsks() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HttpHead.askPlainly(out, in("HTTP/1.0 200 OK\r\n\r\n"), "127.0.0.1:8080", "/api", "Basic eA==");
        assertEquals(
                "GET /api HTTP/1.0\r\nHost: 127.0.0.1:8080\r\nAuthorization: Basic eA==\r\nUser-Agent: berth\r\n"
                        + "Accept: */*\r\nConnection: close\r\n\r\n",
                out.toString(ISO_8859_1));
    }

    @Test
    void wordThatAnAnswerIsOnItsWayIsNone() throws IOException {
        assertEquals(
                200,
                head("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
                        .status());
        assertEquals(
                101, head("HTTP/1.1 101 Switching Protocols\r\n\r\nanything").status());
    }

    @Test
    void whatIsNoAnswerIsToldSo() {
        assertEquals("what answers does not speak HTTP", failure("220 mail.example.org ESMTP\r\n"));
        assertEquals("the connection ended before an answer", failure("HTTP/1.1 200 OK\r\nServer: x\r\n"));
        assertEquals("the connection ended before an answer", failure(""));
        String endless = "X: " + "y".repeat(1000) + "\r\n";
        assertEquals(
                "the answer's head is longer than 65536 bytes", failure("HTTP/1.1 200 OK\r\n" + endless.repeat(100)));
    }
}
