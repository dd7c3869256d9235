package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.store.Store;
import dev.berth.proxy.acme.PebbleLink;
import dev.berth.proxy.acme.PebbleLink.Moment;
import dev.berth.proxy.acme.PebbleProcess;
import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.NameRecord;
import dev.berth.proxy.certificate.PendingOrder;
import dev.berth.proxy.certificate.SealedCertificateStore;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed on the way to a certificate, the daemon loses no key: an order that may have been finalized is finished, and
 * what was ordered before that is ordered once more at most.
 */
@Tag("long")
@Order(2)
class CertificateCrashIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String PROJECT =
            """
            project: crash
            applications:
              web:
                image: busybox
                command: [httpd, -f, -p, "8000", -h, /etc]
                port: 8000
                domain: %s
                healthcheck: {http: /hostname, interval: 1s}
            """;

    /** What a dead daemon has kept of a name. */
    private enum Kept {
        NOTHING,
        ORDER,
        CERTIFICATE
    }

    /** A request to the authority at which the daemon dies. */
    private record Step(String path, Moment moment, Kept kept) {}

    private static final List<Step> STEPS = List.of(
            new Step("/order-plz", Moment.ASKED, Kept.NOTHING),
            new Step("/order-plz", Moment.ANSWERED, Kept.NOTHING),
            new Step("/chalZ/", Moment.ASKED, Kept.NOTHING),
            new Step("/chalZ/", Moment.ANSWERED, Kept.NOTHING),
            new Step("/finalize-order/", Moment.ASKED, Kept.ORDER),
            new Step("/finalize-order/", Moment.ANSWERED, Kept.ORDER),
            new Step("/certZ/", Moment.ASKED, Kept.ORDER),
            new Step("/certZ/", Moment.ANSWERED, Kept.ORDER));

    /** A write of a file at which the daemon dies: the N-th of it. */
    private record Write(String call, int number, String file, Kept kept) {
        WriteFault fault(TestDaemon daemon, String host) {
            Path path = daemon.data.resolve(file.replace("HOST", host) + ".tmp");
            return new WriteFault(call, number, Optional.of(path));
        }
    }

    private static final List<Write> WRITES = List.of(
            new Write("rename", 1, "certificates/HOST.certificate", Kept.NOTHING), // the order and its key
            new Write("fsync", 2, "certificates/HOST.certificate", Kept.ORDER), // the certificate
            new Write("rename", 2, "certificates/HOST.certificate", Kept.ORDER),
            new Write("fsync", 1, "proxy/temporary/_certificates.yml", Kept.CERTIFICATE), // the proxy gets it
            new Write("rename", 1, "proxy/temporary/_certificates.yml", Kept.CERTIFICATE));

    @TempDir
    private Path home;

    private PebbleProcess pebble;
    private PebbleLink link;

    private TestDaemon daemon() {
        return TestDaemon.start(own -> {
            pebble = PebbleProcess.start(home, Map.of(), own.httpPort, own.httpsPort);
            link = PebbleLink.to(pebble);
            own.with("--acme-directory", link.directory().toString());
            own.with("--acme-ca-file", pebble.caFile().toString());
            own.with("--dns-resolver", "127.0.0.1:" + pebble.dns().getPort());
        });
    }

    @Test
    @Timeout(1800)
    void aDaemonThatIsKilledAtAnyRequestToTheAuthorityTakesItUp() throws IOException, GeneralSecurityException {
        try (TestDaemon daemon = daemon()) {
            for (Step step : STEPS) {
                String host = "step" + STEPS.indexOf(step) + ".crash.example.net";
                int orders = pebble.orders();
                int issued = pebble.issued();
                link.stopAt(step.path, step.moment);
                daemon.applied("crash", PROJECT.formatted(host));
                Eventually.holds(() -> step + " is reached\n" + daemon.log(), PATIENCE, link::isStopped);
                daemon.kill();
                link.flow();
                assertIsMadeUpFor(daemon, step.toString(), host, step.kept, orders, issued);
            }
        } finally {
            link.close();
            pebble.close();
        }
    }

    @Test
    @Timeout(1800)
    void aDaemonThatIsKilledAtAnyWriteOfACertificateTakesItUp() throws IOException, GeneralSecurityException {
        try (TestDaemon daemon = daemon()) {
            for (Write write : WRITES) {
                String host = "write" + WRITES.indexOf(write) + ".crash.example.net";
                int orders = pebble.orders();
                int issued = pebble.issued();
                daemon.kill();
                daemon.launch(write.fault(daemon, host).command());
                daemon.awaitReady();
                assertEquals(
                        202,
                        daemon.api("PUT", "/projects/crash", PROJECT.formatted(host))
                                .statusCode());
                Eventually.holds(() -> write + " kills\n" + daemon.log(), PATIENCE, () -> !daemon.isAlive());
                assertIsMadeUpFor(daemon, write.toString(), host, write.kept, orders, issued);
                write.fault(daemon, host).assertNothingHalf(daemon);
            }
        } finally {
            link.close();
            pebble.close();
        }
    }

    /**
     * Of a daemon that is dead.
     *
     * @param orders how many there were before
     * @param issued how many certificates
     */
    private void assertIsMadeUpFor(TestDaemon daemon, String where, String host, Kept kept, int orders, int issued)
            throws IOException, GeneralSecurityException {
        assertEquals(200, daemon.visit(host, "/hostname").statusCode(), where + ": what serves goes on");
        Optional<NameRecord> record = record(daemon, host);
        assertEquals(kept, kept(record), where);
        if (kept == Kept.NOTHING) {
            assertEquals(issued, pebble.issued(), where + ": what was issued has a key that nobody has");
        }
        daemon.launch();
        daemon.awaitReady();
        X509Certificate leaf = awaitHttps(daemon, host);
        int ordered = pebble.orders() - orders;
        assertTrue(ordered <= (kept == Kept.NOTHING ? 2 : 1), () -> where + ": " + ordered + "\n" + pebble.log());
        Evidence.assertEqual(issued + 1, pebble.issued(), () -> where + "\n" + pebble.log());
        Optional<String> key = record.flatMap(NameRecord::pending)
                .map(PendingOrder::keyPem)
                .or(() -> record.flatMap(NameRecord::certificate).map(Certificate::keyPem));
        assertTrue(key.isEmpty() || isKeyOf(key.get(), leaf), where + ": the key is the one that was kept");
    }

    private X509Certificate awaitHttps(TestDaemon daemon, String host) {
        Eventually.holds(
                () -> host + " is redirected\n" + daemon.get("/certificates") + "\n" + daemon.log(),
                PATIENCE,
                () -> daemon.visit(host, "/hostname").statusCode() == 301);
        SecureHttp.Seen seen = new SecureHttp(daemon.httpsPort, pebble.roots()).get(host, "/hostname");
        assertEquals(200, seen.status(), seen.answer());
        return seen.leaf();
    }

    private static Kept kept(Optional<NameRecord> record) {
        if (record.flatMap(NameRecord::certificate).isPresent()) {
            return Kept.CERTIFICATE;
        }
        return record.flatMap(NameRecord::pending).isPresent() ? Kept.ORDER : Kept.NOTHING;
    }

    /** Of a copy: to open it clears what a crash has left behind, and that is for the daemon to do. */
    private Optional<NameRecord> record(TestDaemon daemon, String host) throws IOException {
        Path copy = Files.createTempDirectory(home, "kept");
        try (Store store = Store.open(daemon.data, Clock.systemUTC());
                Stream<Path> files = Files.list(daemon.data.resolve("certificates"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
            return SealedCertificateStore.open(copy, store.seal()).find(HostName.of(host));
        }
    }

    private static boolean isKeyOf(String pem, X509Certificate leaf) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
        signing.update(der);
        Signature checking = Signature.getInstance("SHA256withECDSA");
        checking.initVerify(leaf.getPublicKey());
        checking.update(der);
        return checking.verify(signing.sign());
    }
}
