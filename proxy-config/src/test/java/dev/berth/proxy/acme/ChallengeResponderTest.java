package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.TlsClient;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.traefik.ChallengeAccess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChallengeResponderTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String PATH = "/.well-known/acme-challenge/";
    private static final String NOTHING = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=us-ascii\r\n"
            + "Content-Length: 0\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";

    private final ChallengeBoard board = new ChallengeBoard();
    private final ChallengeResponder responder = new ChallengeResponder(board, 0, 0);
    private final ChallengeAccess access = responder.listen(LOOPBACK);

    @AfterEach
    void close() {
        responder.close();
    }

    @Test
    void aShownTokenIsAnsweredExactly() throws IOException {
        board.show("tok_EN-1", "tok_EN-1.thumbprint");
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Length: 19\r\n"
                + "Cache-Control: no-store\r\nConnection: close\r\n\r\n";
        assertEquals(head + "tok_EN-1.thumbprint", ask("GET " + PATH + "tok_EN-1 HTTP/1.1\r\nHost: a\r\n\r\n"));
        assertEquals(head, ask("HEAD " + PATH + "tok_EN-1 HTTP/1.1\r\nHost: a\r\n\r\n"));
        board.hide("tok_EN-1");
        assertEquals(NOTHING, ask("GET " + PATH + "tok_EN-1 HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET /.well-known/acme-challenge/ HTTP/1.1",
                "GET /.well-known/acme-challenge/other HTTP/1.1",
                "GET /.well-known/acme-challenge/token/ HTTP/1.1",
                "GET /.well-known/acme-challenge/token?x=y HTTP/1.1",
                "GET /.well-known/acme-challenge/../acme-challenge/token HTTP/1.1",
                "GET //.well-known/acme-challenge/token HTTP/1.1",
                "POST /.well-known/acme-challenge/token HTTP/1.1",
                "GET /.well-known/acme-challenge/token HTTP/2.0",
                "GET /.well-known/acme-challenge/token",
                "\u0016\u0003\u0001 no HTTP at all"
            })
    void everythingElseIsAnsweredWithNothing(String line) throws IOException {
        board.show("token", "secret");
        assertEquals(NOTHING, ask(line + "\r\nHost: a\r\n\r\n"));
    }

    @Test
    void aRequestThatIsTooLongOrCutIsAnsweredWithNothing() throws IOException {
        board.show("token", "secret");
        String line = "GET " + PATH + "token HTTP/1.1\r\n";
        assertEquals(NOTHING, ask(line + "X: " + "y".repeat(10_000) + "\r\n\r\n"));
        try (Socket socket = new Socket(LOOPBACK, access.httpPort())) {
            socket.getOutputStream().write(line.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            assertEquals(NOTHING, new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        }
    }

    @Test
    void aRequestThatComesByteByByteIsAnswered() throws IOException {
        board.show("token", "secret");
        try (Socket socket = new Socket(LOOPBACK, access.httpPort())) {
            socket.setTcpNoDelay(true);
            for (byte b : ("GET " + PATH + "token HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(ISO_8859_1)) {
                socket.getOutputStream().write(b);
            }
            assertTrue(new String(socket.getInputStream().readAllBytes(), ISO_8859_1).endsWith("\r\n\r\nsecret"));
        }
    }

    @Test
    void manyAreAnsweredAtOnce() throws Exception {
        board.show("token", "secret");
        ExecutorService clients = Executors.newFixedThreadPool(20);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                answers.add(clients.submit(() -> ask("GET " + PATH + "token HTTP/1.1\r\nHost: a\r\n\r\n")));
            }
            for (Future<String> answer : answers) {
                assertTrue(answer.get(30, TimeUnit.SECONDS).endsWith("\r\n\r\nsecret"));
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void theProofIsShownForItsNameOnly() throws IOException {
        SelfSigned one = proof("a.example.org");
        SelfSigned other = SelfSigned.rsa("b.example.org");
        board.show(HostName.of("b.example.org"), new ChallengeBoard.Proof(other.certificate(), other.key()));
        assertEquals(one.certificate(), shown("a.example.org", "acme-tls/1"));
        assertEquals(one.certificate(), shown("A.Example.ORG", "acme-tls/1"));
        assertEquals(other.certificate(), shown("b.example.org", "h2", "acme-tls/1"));
        assertThrows(IOException.class, () -> shown("c.example.org", "acme-tls/1"));
        board.hide(HostName.of("a.example.org"));
        assertThrows(IOException.class, () -> shown("a.example.org", "acme-tls/1"));
    }

    @Test
    void onlyTheProtocolOfTheChallengeIsSpoken() throws IOException {
        proof("a.example.org");
        assertThrows(IOException.class, () -> shown("a.example.org", "h2", "http/1.1"));
        assertThrows(IOException.class, () -> shown("a.example.org"));
        try (SSLSocket tls = TlsClient.connect(access.alpnPort(), "a.example.org", "acme-tls/1")) {
            assertEquals("acme-tls/1", tls.getApplicationProtocol());
            assertEquals(-1, tls.getInputStream().read());
        }
    }

    @Test
    void anAddressThatIsNotOursIsRefusedWithTheReason() throws IOException {
        InetAddress elsewhere = InetAddress.getByName("192.0.2.1");
        var failure = assertThrows(ListenFailure.class, () -> responder.listen(elsewhere));
        assertEquals(
                "cannot listen on 192.0.2.1 port 0 for the questions of authorities: Cannot assign requested address; "
                        + "the address must be one of this machine's, and the port free",
                failure.getMessage()
                        .replaceAll(": Cannot assign requested address[^;]*;", ": Cannot assign requested address;"));
        assertTrue(responder.access().isEmpty());
        responder.listen(LOOPBACK);
    }

    @Test
    void aTakenPortIsRefusedAndTheOtherGivenBack() throws IOException {
        try (ChallengeResponder second = new ChallengeResponder(board, 0, access.alpnPort())) {
            assertThrows(ListenFailure.class, () -> second.listen(LOOPBACK));
            assertTrue(second.access().isEmpty());
        }
    }

    @Test
    void itMovesToAnotherAddressAndBack() throws IOException {
        board.show("token", "secret");
        assertEquals(access, responder.listen(LOOPBACK));
        ChallengeAccess moved = responder.listen(InetAddress.getByName("127.0.0.2"));
        assertEquals("127.0.0.2", moved.host());
        assertNobodyListens();
        assertFalse(responder.listen(LOOPBACK).equals(access));
    }

    @Test
    void whatIsOpenEndsWhenItCloses() throws IOException {
        try (Socket socket = new Socket(LOOPBACK, access.httpPort())) {
            responder.close();
            assertTrue(isOver(socket));
        }
        assertNobodyListens();
    }

    /** The kernel takes connections until the thread that waited for one has let go of the socket, too. */
    private void assertNobodyListens() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            boolean refused = false;
            while (!refused) {
                try {
                    ask("GET / HTTP/1.1\r\n\r\n");
                } catch (IOException e) {
                    refused = e instanceof ConnectException;
                }
            }
        });
    }

    private static boolean isOver(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException e) {
            return true;
        }
    }

    private SelfSigned proof(String name) {
        SelfSigned made = SelfSigned.of(name);
        board.show(HostName.of(name), new ChallengeBoard.Proof(made.certificate(), made.key()));
        return made;
    }

    private Object shown(String name, String... protocols) throws IOException {
        try (SSLSocket tls = TlsClient.connect(access.alpnPort(), name, protocols)) {
            return TlsClient.leaf(tls);
        }
    }

    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, access.httpPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
