package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.TlsClient;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who are slow: in speaking, in listening, in both. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String QUESTION = "GET /.well-known/acme-challenge/token HTTP/1.1\r\nHost: a\r\n\r\n";
    /** The beginning of a handshake, which says that 16 KiB follow. */
    private static final String HELLO = "\u0016\u0003\u0001\u0040\u0000";
    /** More than there may be. */
    private static final int CROWD = 300;

    private static final int MOST = 256;
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(300);

    private final ChallengeBoard board = new ChallengeBoard();
    private final List<Socket> crowd = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : crowd) {
            socket.close();
        }
    }

    @Test
    void whoNeitherEndsAQuestionNorReadsTheAnswerKeepsOutNobody() throws IOException {
        board.show("token", "secret");
        try (Listener http = Listener.open(LOOPBACK, 0, new HttpAnswer(board), NEVER)) {
            for (int i = 0; i < CROWD; i++) {
                String said = List.of("", "G", QUESTION).get(i % 3);
                crowd(http).getOutputStream().write(said.getBytes(ISO_8859_1));
            }
            assertTrue(ask(http).endsWith("\r\n\r\nsecret"));
            for (Socket first : crowd.subList(0, CROWD + 1 - MOST)) {
                assertIsOver(first);
            }
            Socket last = crowd.get(CROWD - 2);
            last.getOutputStream().write(QUESTION.substring(1).getBytes(ISO_8859_1));
            assertTrue(answer(last).endsWith("\r\n\r\nsecret"), "whoever came later is still heard");
        }
    }

    @Test
    void whoDoesNotEndAHandshakeKeepsOutNobody() throws IOException {
        SelfSigned proof = SelfSigned.of("a.example.org");
        board.show(HostName.of("a.example.org"), new ChallengeBoard.Proof(proof.certificate(), proof.key()));
        try (Listener handshakes = Listener.open(LOOPBACK, 0, new AlpnAnswer(board), NEVER)) {
            for (int i = 0; i < CROWD; i++) {
                crowd(handshakes).getOutputStream().write((i % 2 == 0 ? "" : HELLO).getBytes(ISO_8859_1));
            }
            try (SSLSocket tls = TlsClient.connect(handshakes.port(), "a.example.org", "acme-tls/1")) {
                assertEquals(proof.certificate(), TlsClient.leaf(tls));
            }
            for (Socket first : crowd.subList(0, CROWD + 1 - MOST)) {
                assertIsOver(first);
            }
        }
    }

    @Test
    void aQuestionThatTricklesInIsEndedByTheDeadline() throws IOException {
        try (Listener http = Listener.open(LOOPBACK, 0, new HttpAnswer(board), SOON)) {
            assertEquals("", trickled(crowd(http), "G"));
        }
    }

    @Test
    void aHandshakeThatTricklesInIsEndedByTheDeadline() throws IOException {
        try (Listener handshakes = Listener.open(LOOPBACK, 0, new AlpnAnswer(board), SOON)) {
            assertEquals("", trickled(crowd(handshakes), HELLO));
        }
    }

    @Test
    void whoDoesNotReadIsEndedByTheDeadline() throws IOException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Listener.Answer endless = connection -> {
            try {
                while (true) {
                    connection.getOutputStream().write(new byte[64 * 1024]);
                }
            } finally {
                ended.countDown();
            }
        };
        try (Listener listener = Listener.open(LOOPBACK, 0, endless, SOON)) {
            crowd(listener);
            ended.await();
        }
    }

    private Socket crowd(Listener listener) throws IOException {
        Socket socket = new Socket(LOOPBACK, listener.port());
        crowd.add(socket);
        return socket;
    }

    private static String ask(Listener http) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, http.port())) {
            socket.getOutputStream().write(QUESTION.getBytes(ISO_8859_1));
            return answer(socket);
        }
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Whatever it was told: nothing more comes, and not because it was waited for in vain. */
    private static void assertIsOver(Socket socket) {
        try {
            answer(socket);
        } catch (IOException e) {
            assertTrue(!(e instanceof SocketTimeoutException), e::toString);
        }
    }

    /** What a client hears that goes on saying a byte now and then until it is cut off. */
    private static String trickled(Socket socket, String beginning) throws IOException {
        StringBuilder heard = new StringBuilder();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20);
        socket.getOutputStream().write(beginning.getBytes(ISO_8859_1));
        while (true) {
            try {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return heard.toString();
                }
                heard.append((char) next);
            } catch (SocketTimeoutException stillOpen) {
                if (!isHeard(socket)) {
                    return heard.toString();
                }
            } catch (IOException reset) {
                return heard.toString();
            }
        }
    }

    private static boolean isHeard(Socket socket) {
        try {
            socket.getOutputStream().write('G');
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
