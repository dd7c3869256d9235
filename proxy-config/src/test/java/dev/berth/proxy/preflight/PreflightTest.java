package dev.berth.proxy.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.ChallengeResponder;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.Finding;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Rcode;

/** On name servers and addresses of loopback, taken for public ones; our own responder is at 127.0.0.1. */
@Timeout(60)
class PreflightTest {

    private static final HostName SHOP = HostName.of("shop.example.org");
    private static final List<ChallengeKind> HTTP = List.of(ChallengeKind.HTTP_01);
    private static final String OUTSIDE = "; let the A record lead to this machine, and port 80 there to the proxy; "
            + "behind a router this look can fail from inside though authorities see it from outside";

    private final TinyNameServer names = new TinyNameServer();
    private final ChallengeBoard board = new ChallengeBoard();
    private final ChallengeResponder responder = new ChallengeResponder(board, 0, 0);
    private final int port = responder.listen(InetAddress.getLoopbackAddress()).httpPort();
    private final int handshakes = responder.access().orElseThrow().alpnPort();
    private final Preflight preflight = new Preflight(
            Optional.of(names.address()),
            board,
            new Preflight.Ports(port, handshakes),
            new Random(1),
            address -> address.isLoopbackAddress() ? Reach.PUBLIC : Reach.of(address));
    private final List<ServerSocket> others = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        names.close();
        responder.close();
        for (ServerSocket other : others) {
            other.close();
        }
    }

    @Test
    void nothingIsFoundWhereOurOwnAnswerComesBackAndTheAuthorityMayIssue() {
        names.has("shop.example.org", "CNAME", "web.example.org.")
                .has("web.example.org", "A", "127.0.0.1")
                .has("example.org", "CAA", "0 issue \"letsencrypt.org\"");
        assertFinds("", SHOP);
    }

    @Test
    void aQuestionThatGetsLostIsAskedAgain() {
        names.has("shop.example.org", "A", "127.0.0.1").loses("shop.example.org", "A");
        assertFinds("", SHOP);
    }

    @Test
    void aNameThatNobodyKnowsIsNamedAsSuch() {
        assertFinds(
                "the name servers do not know shop.example.org; add an A record that leads to this machine; HTTP is "
                        + "served meanwhile, and the certificate follows by itself",
                SHOP);
    }

    @Test
    void aNameWithoutAddressesIsNamedAsSuch() {
        names.has("shop.example.org", "TXT", "x");
        assertFinds(
                "shop.example.org has no address: neither an A nor an AAAA record; add an A record that leads to this "
                        + "machine; HTTP is served meanwhile, and the certificate follows by itself",
                SHOP);
    }

    @Test
    void nameServersInTroubleAreNamedWithTheirWords() {
        names.fails("shop.example.org", "A", Rcode.SERVFAIL).isSilent("shop.example.org", "AAAA");
        String found = preflight.look(SHOP, Set.of(), HTTP).toString();
        assertTrue(found.startsWith("[the A records of shop.example.org could not be read: "), found);
        assertTrue(found.contains(", the AAAA records of shop.example.org could not be read: "), found);
    }

    @Test
    void anAddressThatLeadsElsewhereIsFoundBesideOneThatDoesNot() throws IOException {
        elsewhere("127.0.0.2", "HTTP/1.1 404 Not Found\r\n\r\n");
        names.has("shop.example.org", "A", "127.0.0.1").has("shop.example.org", "A", "127.0.0.2");
        assertFinds(
                "our own question for shop.example.org did not come back from 127.0.0.2: another server answered 404"
                        + OUTSIDE,
                SHOP);
    }

    @Test
    void whatAnotherServerSaysIsNotOurAnswer() throws IOException {
        elsewhere("127.0.0.2", "HTTP/1.1 200 OK\r\n\r\n<html>welcome</html>");
        elsewhere("127.0.0.3", "SSH-2.0-OpenSSH\r\n");
        names.has("shop.example.org", "A", "127.0.0.2")
                .has("shop.example.org", "A", "127.0.0.3")
                .has("shop.example.org", "A", "127.0.0.4");
        String start = "our own question for shop.example.org did not come back from 127.0.0.";
        assertFinds(
                start + "2: another server answered something else" + OUTSIDE + "\n" + start
                        + "3: what answers there does not speak HTTP" + OUTSIDE + "\n" + start
                        + "4: Connection refused" + OUTSIDE,
                SHOP);
    }

    @Test
    void thePortOfHttpsIsLookedAtWhereAHandshakeMayDo() throws IOException {
        others.add(new ServerSocket(handshakes, 5, InetAddress.getByName("127.0.0.2")));
        names.has("shop.example.org", "A", "127.0.0.1")
                .has("shop.example.org", "A", "127.0.0.2")
                .has("shop.example.org", "A", "127.0.0.3");
        String start = "our own question for shop.example.org did not come back from 127.0.0.";
        List<ChallengeKind> both = List.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01);
        assertEquals(
                start + "2: Connection refused; the port of https is open there" + OUTSIDE + "\n" + start
                        + "3: Connection refused; at the port of https neither: Connection refused" + OUTSIDE,
                text(preflight.look(SHOP, Set.of(), both)));
        assertEquals(
                "nobody takes a handshake for shop.example.org at 127.0.0.3: Connection refused"
                        + OUTSIDE.replace("80", "443"),
                text(preflight.look(SHOP, Set.of(), List.of(ChallengeKind.TLS_ALPN_01))));
    }

    @Test
    void nothingIsFoundOutAboutANetworkThatIsNotThePublics() {
        names.has("shop.example.org", "A", "10.255.255.254")
                .has("shop.example.org", "A", "169.254.169.254")
                .has("shop.example.org", "AAAA", "fe80::1");
        assertFinds(
                """
                shop.example.org leads to 169.254.169.254, which no authority can reach; let the A record lead to this \
                machine, or remove it
                shop.example.org leads to [fe80:0:0:0:0:0:0:1], which no authority can reach; let the AAAA record lead to \
                this machine, or remove it
                our own question for shop.example.org did not come back from 10.255.255.254"""
                        + OUTSIDE,
                SHOP);
    }

    @Test
    void nothingIsFoundOutAboutThisMachine() throws IOException {
        others.add(new ServerSocket(handshakes, 5, InetAddress.getByName("127.0.0.2")));
        names.has("shop.example.org", "A", "127.0.0.1")
                .has("shop.example.org", "A", "127.0.0.2")
                .has("shop.example.org", "AAAA", "::1");
        Preflight usual = new Preflight(
                Optional.of(names.address()), board, new Preflight.Ports(port, handshakes), new Random(1));
        String start = "our own question for shop.example.org did not come back from ";
        assertEquals(
                start + "127.0.0.2" + OUTSIDE + "\n" + start + "[0:0:0:0:0:0:0:1]; let the AAAA record lead to this"
                        + " machine, or remove it: authorities ask IPv6 first",
                text(usual.look(SHOP, Set.of(), List.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01))));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, INSIDE",
        "127.255.255.254, INSIDE",
        "::1, INSIDE",
        "::ffff:127.0.0.1, INSIDE",
        "192.168.0.1, INSIDE",
        "100.64.0.1, INSIDE",
        "fd00::1, INSIDE",
        "169.254.169.254, NOWHERE",
        "0.0.0.0, NOWHERE",
        "128.0.0.1, PUBLIC",
        "2001:db8::1, PUBLIC",
    })
    void onlyWhatAllCanSeeIsPublic(String address, Reach reach) throws IOException {
        assertEquals(reach, Reach.of(InetAddress.getByName(address)));
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws IOException {
        others.add(new ServerSocket(port, 5, InetAddress.getByName("127.0.0.2")));
        names.has("shop.example.org", "A", "127.0.0.2");
        assertFinds(
                "our own question for shop.example.org did not come back from 127.0.0.2: no answer within 1200 ms"
                        + OUTSIDE,
                SHOP);
    }

    @Test
    void anAddressIsAskedItselfAndNameServersAreNot() {
        assertFinds("", HostName.of("127.0.0.1"));
        assertFinds(
                "our own question did not come back from 127.0.0.4: Connection refused; let that address lead to this"
                        + " machine, and its port 80 to the proxy; behind a router this look can fail from inside though"
                        + " authorities see it from outside",
                HostName.of("127.0.0.4"));
    }

    @Test
    void aForeignIpv6AddressIsFoundThoughIpv4IsRight() {
        names.has("shop.example.org", "A", "127.0.0.1").has("shop.example.org", "AAAA", "::1");
        String found = preflight.look(SHOP, Set.of(), HTTP).toString();
        assertTrue(
                found.startsWith("[our own question for shop.example.org did not come back from [0:0:0:0:0:0:0:1]: "),
                found);
        assertTrue(
                found.endsWith("let the AAAA record lead to this machine, or remove it: authorities ask IPv6 first]"));
    }

    @Test
    void aWildcardIsOnlyAskedForItsCaaRecords() {
        names.has("example.org", "CAA", "0 issue \"letsencrypt.org\"").has("example.org", "CAA", "0 issuewild \";\"");
        HostName wildcard = HostName.of("*.example.org");
        assertEquals(
                "the CAA records of example.org let no authority issue for *.example.org; add the record  example.org. "
                        + "CAA 0 issuewild \"letsencrypt.org\"",
                text(preflight.look(wildcard, Set.of("letsencrypt.org"), List.of(ChallengeKind.DNS_01))));
    }

    @Test
    void theTokenOfALookIsNotShownAfterwards() {
        names.has("shop.example.org", "A", "127.0.0.1");
        assertFinds("", SHOP);
        Random same = new Random(1);
        byte[] bytes = new byte[32];
        same.nextBytes(bytes);
        String token = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        assertEquals(Optional.empty(), board.authorization(token));
    }

    @Test
    void anInterruptEndsTheLook() throws InterruptedException {
        names.isSilent("shop.example.org", "A").isSilent("shop.example.org", "AAAA");
        List<Finding> found = new ArrayList<>();
        Thread looking = new Thread(() -> found.addAll(preflight.look(SHOP, Set.of(), HTTP)));
        looking.start();
        looking.interrupt();
        looking.join(20_000);
        assertEquals(List.of(), found);
    }

    private void assertFinds(String expected, HostName name) {
        assertEquals(expected, text(preflight.look(name, Set.of("letsencrypt.org"), HTTP)));
    }

    private static String text(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    private void elsewhere(String address, String answer) throws IOException {
        ServerSocket server = new ServerSocket(port, 5, InetAddress.getByName(address));
        others.add(server);
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[4096]);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The test is over.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
