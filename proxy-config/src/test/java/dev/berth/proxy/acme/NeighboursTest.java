package dev.berth.proxy.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.proxy.traefik.ChallengeAccess;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NeighboursTest {

    @ParameterizedTest
    @CsvSource({
        "10.201.0.1, 24, 10.201.0.7, true",
        "10.201.0.1, 24, 10.201.1.7, false",
        "10.201.0.1, 29, 10.201.0.6, true",
        "10.201.0.1, 29, 10.201.0.8, false",
        "10.201.0.129, 25, 10.201.0.1, false",
        "172.17.0.1, 16, 172.17.255.254, true",
        "10.201.0.1, 24, fd00::1, false",
        "fd00::1, 64, fd00::2, true",
        "10.201.0.1, 0, 192.0.2.1, true"
    })
    void aNeighbourHasTheSameNetworkPart(String ours, int prefix, String theirs, boolean neighbour) throws IOException {
        assertEquals(neighbour, new Neighbours(InetAddress.getByName(ours), prefix).has(InetAddress.getByName(theirs)));
    }

    @Test
    void whoComesFromAnotherNetworkOfThisMachineIsNotHeard() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Optional<InetAddress> other = other();
        assumeTrue(other.isPresent(), "this machine has no address but that of loopback");
        ChallengeBoard board = new ChallengeBoard();
        board.show("token", "secret");
        String question = "GET /.well-known/acme-challenge/token HTTP/1.1\r\nHost: a\r\n\r\n";
        try (ChallengeResponder responder = new ChallengeResponder(board, 0, 0)) {
            ChallengeAccess access = responder.listen(loopback);
            try (Socket near = new Socket(loopback, access.httpPort())) {
                near.getOutputStream().write(question.getBytes());
                assertEquals(
                        "secret", new String(near.getInputStream().readAllBytes()).replaceFirst("(?s).*\r\n\r\n", ""));
            }
            assertEquals("", heard(loopback, access.httpPort(), other.get(), question));
            assertEquals("", heard(loopback, access.alpnPort(), other.get(), question));
        }
    }

    /** What comes back; a connection that is ended at once may be so before anything is said. */
    private static String heard(InetAddress to, int port, InetAddress from, String question) throws IOException {
        try (Socket far = new Socket(to, port, from, 0)) {
            far.getOutputStream().write(question.getBytes());
            return new String(far.getInputStream().readAllBytes());
        } catch (SocketException e) {
            return "";
        }
    }

    private static Optional<InetAddress> other() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }
}
