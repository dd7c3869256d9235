package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.proxy.x509.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;

/**
 * A real Pebble, with the DNS server that it asks, on loopback. Every name has the address 127.0.0.1 unless a test says
 * otherwise; challenges are validated at {@link #httpPort} and {@link #tlsPort}.
 */
public final class PebbleProcess implements AutoCloseable {
    /**
     * It shows an order with two read locks, one within the other, and Go lets no second reader in while a writer waits: when
     * the certificate is put there between the two, the order is locked for ever, and soon all. With one processor for its
     * goroutines hardly anything comes between.
     */
    private static final String PROCESSORS = "1";

    /** Where Pebble looks for http-01. */
    public final int httpPort;
    /** Where Pebble looks for tls-alpn-01. */
    public final int tlsPort;

    private final int port = ServerProcess.freePort();
    private final int managementPort = ServerProcess.freePort();
    private final int dnsPort = ServerProcess.freePort();
    private final int dnsManagementPort = ServerProcess.freePort();
    final TestCa ca = new TestCa("Pebble's own");
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final ServerProcess dns;
    private ServerProcess pebble;

    private PebbleProcess(Path home, Map<String, String> environment, String dnsServer, int httpPort, int tlsPort)
            throws IOException {
        this.home = home;
        this.httpPort = httpPort;
        this.tlsPort = tlsPort;
        this.environment.putAll(Map.of(
                "PEBBLE_VA_NOSLEEP",
                "1",
                "PEBBLE_WFE_NONCEREJECT",
                "0",
                "PEBBLE_AUTHZREUSE",
                "0",
                "GOMAXPROCS",
                PROCESSORS));
        this.environment.putAll(environment);
        KeyPair key = TestCa.keyPair();
        Files.writeString(caFile(), Pem.text(List.of(ca.certificate)));
        Files.writeString(home.resolve("server.pem"), Pem.text(List.of(ca.server(key.getPublic()))));
        Files.writeString(home.resolve("server.key"), Pem.text(key.getPrivate()));
        Files.writeString(
                home.resolve("pebble.json"),
                """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                 "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
                 "ocspResponderURL": "", "certificateValidityPeriod": %s, "externalAccountBindingRequired": %s,
                 "externalAccountMACKeys": {"kid-1": "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"}}}
                """
                        .formatted(
                                port,
                                managementPort,
                                home.resolve("server.pem"),
                                home.resolve("server.key"),
                                httpPort,
                                tlsPort,
                                environment.getOrDefault("VALID_SECONDS", "157766400"),
                                environment.containsKey("EXTERNAL_ACCOUNT")));
        String local = "127.0.0.1:";
        dns = ServerProcess.start(
                List.of(
                        "pebble-challtestsrv",
                        "-defaultIPv6",
                        "",
                        "-http01",
                        "",
                        "-https01",
                        "",
                        "-tlsalpn01",
                        "",
                        "-dns01",
                        local + dnsPort,
                        "-management",
                        local + dnsManagementPort),
                Map.of(),
                home.resolve("dns.log"));
        this.environment.put("DNS", dnsServer.isEmpty() ? local + dnsPort : dnsServer);
        dns.awaitPort(dnsManagementPort);
        start();
    }

    /**
     * @param home an empty directory for its files
     * @param environment such as {@code PEBBLE_WFE_NONCEREJECT}; {@code VALID_SECONDS}: how long certificates are valid
     */
    public static PebbleProcess start(Path home, Map<String, String> environment) {
        return start(home, environment, "");
    }

    /** @param dnsServer whom Pebble asks instead of its own DNS server */
    public static PebbleProcess start(Path home, Map<String, String> environment, String dnsServer) {
        return start(home, environment, dnsServer, ServerProcess.freePort(), ServerProcess.freePort());
    }

    /** Validates at the ports of a proxy that is there already. */
    public static PebbleProcess start(Path home, Map<String, String> environment, int httpPort, int tlsPort) {
        return start(home, environment, "", httpPort, tlsPort);
    }

    private static PebbleProcess start(
            Path home, Map<String, String> environment, String dnsServer, int httpPort, int tlsPort) {
        try {
            return new PebbleProcess(home, environment, dnsServer, httpPort, tlsPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() {
        pebble = ServerProcess.start(
                List.of(
                        "pebble",
                        "-config",
                        home.resolve("pebble.json").toString(),
                        "-dnsserver",
                        environment.get("DNS")),
                environment,
                home.resolve("pebble.log"));
        pebble.awaitPort(port);
    }

    /** Starts it anew: it has forgotten everything. */
    public void restart() {
        pebble.close();
        start();
    }

    public URI directory() {
        return URI.create("https://127.0.0.1:" + port + "/dir");
    }

    /** Whom its own HTTPS is believed by, in PEM. */
    public Path caFile() {
        return home.resolve("ca.pem");
    }

    /** The DNS server that it asks. */
    public InetSocketAddress dns() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), dnsPort);
    }

    public String log() {
        return pebble.log();
    }

    /** Ends it, and answers where it waits for its own locks. */
    String waitingForLocks() {
        return pebble.waitingForLocks();
    }

    /** How many orders it has taken; not those whose nonce it refused, nor those whose check failed. */
    public int orders() {
        return logged("Added order \"") - failedChecks();
    }

    /**
     * How many checks failed. Some do that nobody is to blame for: it asks its DNS server once, by UDP, and waits two
     * seconds; a lost datagram or a busy machine is enough.
     */
    public int failedChecks() {
        return logged("set INVALID by completed challenge");
    }

    /** How many certificates it has issued. */
    public int issued() {
        return logged("Issued certificate serial");
    }

    private int logged(String words) {
        return log().split(words, -1).length - 1;
    }

    /** Orders its DNS server, such as {@code dns("add-aaaa", "{\"host\":\"shop.test.\",\"addresses\":[\"::1\"]}")}. */
    public void dns(String order, String json) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + dnsManagementPort + "/" + order)
                            .toURL()
                            .openConnection();
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(json.getBytes(UTF_8));
            }
            if (connection.getResponseCode() != 200) {
                throw new AssertionError(order + " " + json + ": " + connection.getResponseCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A library that gives the processes it is loaded into a clock of their own. */
    public static Path fakeTime() {
        return ServerProcess.binaries().resolve("libfaketime.so.1");
    }

    /** Its DNS server as a zone that dns-01 is answered in. */
    public DnsZone zone() {
        return new DnsZone() {
            @Override
            public void add(String name, String text) {
                dns("set-txt", "{\"host\":\"" + name + ".\",\"value\":\"" + text + "\"}");
            }

            @Override
            public void remove(String name, String text) {
                dns("clear-txt", "{\"host\":\"" + name + ".\"}");
            }
        };
    }

    /** Whom the certificates that it issues are believed by, in PEM; another one after each start. */
    public String roots() {
        try {
            HttpsURLConnection connection =
                    (HttpsURLConnection) URI.create("https://127.0.0.1:" + managementPort + "/roots/0")
                            .toURL()
                            .openConnection();
            connection.setSSLSocketFactory(
                    TestCa.believing(Files.readString(caFile())).getSocketFactory());
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        pebble.close();
        dns.close();
    }
}
