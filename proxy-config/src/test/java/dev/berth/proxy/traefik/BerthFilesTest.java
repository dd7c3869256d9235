package dev.berth.proxy.traefik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the directory that are Berth's own. */
class BerthFilesTest {

    private static final Certificate SHOP = pair(SelfSigned.of("shop.example.org"));
    private static final Certificate BLOG = pair(SelfSigned.rsa("blog.example.org", "*.blog.example.org"));

    @TempDir
    private Path base;

    @Test
    void certificatesAreOneFileThatOnlyItsOwnerReads() throws IOException {
        TraefikDirectory directory = open();
        assertTrue(directory.publish(List.of(SHOP, BLOG)));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file("_certificates.yml"))));
        assertEquals(List.of(SHOP, BLOG), directory.certificates());
        assertEquals(List.of(SHOP, BLOG), open().certificates());
        assertEquals("[]", open().owners().toString());
        assertEquals(List.of(), open().unreadable());
    }

    @Test
    void theSameCertificatesAgainWriteNothing() throws IOException {
        open().publish(List.of(SHOP));
        Object before = Files.getAttribute(file("_certificates.yml"), "unix:ino");
        assertFalse(open().publish(List.of(SHOP)));
        assertEquals(before, Files.getAttribute(file("_certificates.yml"), "unix:ino"));
    }

    @Test
    void withoutCertificatesThereIsNoFile() {
        TraefikDirectory directory = open();
        directory.publish(List.of(SHOP));
        assertTrue(directory.publish(List.of()));
        assertFalse(Files.exists(file("_certificates.yml")));
        assertEquals(List.of(), directory.certificates());
    }

    @Test
    void aPairThatCannotBeServedChangesNothing() {
        TraefikDirectory directory = open();
        directory.publish(List.of(SHOP));
        refused(
                directory,
                "the key is not that of the certificate for [shop.example.org]",
                new Certificate(
                        SHOP.certFile(), pair(SelfSigned.of("x.example")).keyFile()));
        refused(
                directory,
                "the key is not that of the certificate for [shop.example.org]",
                new Certificate(SHOP.certFile(), BLOG.keyFile()));
        refused(directory, "there is no private key", new Certificate(SHOP.certFile(), "secret"));
        refused(directory, "there is no certificate", new Certificate("", SHOP.keyFile()));
        refused(
                directory,
                "there are two certificates for [shop.example.org]",
                SHOP,
                pair(SelfSigned.of("shop.example.org")));
        assertEquals(List.of(SHOP), open().certificates());
    }

    @Test
    void aFileOfCertificatesThatIsNotUnderstoodIsReportedAndReplaced() throws IOException {
        open().publish(List.of(SHOP));
        Files.writeString(
                file("_certificates.yml"),
                Files.readString(file("_certificates.yml")).replace("certFile", "certfile"));
        TraefikDirectory directory = open();
        assertEquals(List.of(), directory.certificates());
        assertEquals(1, directory.unreadable().size());
        assertTrue(directory.publish(List.of(SHOP)));
        assertEquals(List.of(), directory.unreadable());
        assertEquals(List.of(SHOP), open().certificates());
    }

    @Test
    void somebodyElsesFileOfCertificatesIsLeftAlone() throws IOException {
        open();
        Files.writeString(file("_certificates.yml"), "tls: {}\n");
        TraefikDirectory directory = open();
        var failure = assertThrows(TraefikFailure.class, () -> directory.publish(List.of(SHOP)));
        assertEquals(TraefikFailure.Kind.FOREIGN, failure.kind());
        assertEquals("tls: {}\n", Files.readString(file("_certificates.yml")));
    }

    @Test
    void certificatesInTheFileOfAnOwnerAreNotUnderstood() throws IOException {
        open().publish(List.of(SHOP));
        Files.move(file("_certificates.yml"), file("shop.yml"));
        assertEquals(
                "[" + file("shop.yml") + ": an owner has routes only, no section \"tcp\" or \"tls\"]",
                open().unreadable().toString());
    }

    @Test
    void questionsOfAuthoritiesGoBeforeEverythingElse() throws IOException {
        TraefikDirectory directory = open();
        assertTrue(directory.publish(new ChallengeAccess("172.30.0.1", 7081, 7443)));
        assertFalse(open().publish(new ChallengeAccess("172.30.0.1", 7081, 7443)));
        String text = Files.readString(file("_acme.yml"));
        assertEquals(Golden.text("challenges.yml", text), text);
        assertEquals(List.of(), open().unreadable());
        SortedSet<HostName> names =
                new TreeSet<>(List.of(HostName.of("shop.example.org"), HostName.of("blog.example.org")));
        assertTrue(directory.publish(new ChallengeAccess("172.30.1.1", 7081, 7443).withHandshakes(names)));
        text = Files.readString(file("_acme.yml"));
        assertEquals(Golden.text("challenges-alpn.yml", text), text);
        open();
        text = Files.readString(file("_acme.yml"));
        assertEquals(Golden.text("challenges.yml", text).replace("172.30.0.1", "172.30.1.1"), text);
    }

    @Test
    void theAccessToTheApiAndTheWayOfTlsAreAFileThatNoOwnerCanHave() throws IOException {
        TraefikDirectory directory = open();
        assertTrue(directory.publish(TraefikProcess.ACCESS));
        assertFalse(directory.publish(TraefikProcess.ACCESS));
        assertEquals(List.of(), open().unreadable());
        assertEquals("[]", open().owners().toString());
        String text = Files.readString(file("_berth.yml"));
        assertEquals(Golden.text("berth.yml", text), text);
    }

    @Test
    void whoNamesNoHostIsShownSomethingOnlyWhereThereIsSomethingToShow() throws IOException {
        Certificate address = pair(SelfSigned.of("192.0.2.10"));
        TraefikDirectory directory = open();
        directory.publish(TraefikProcess.ACCESS);
        assertTrue(directory.publish(List.of(address), Optional.of(address)));
        assertFalse(directory.publish(List.of(address), Optional.of(address)));
        assertTrue(Files.readString(file("_berth.yml")).contains("sniStrict: false"));
        assertFalse(open().publish(TraefikProcess.ACCESS), "also after a restart");
        assertTrue(directory.publish(List.of(SHOP)));
        assertTrue(Files.readString(file("_berth.yml")).contains("sniStrict: true"));
        assertEquals(List.of(), open().unreadable());
    }

    private static void refused(TraefikDirectory directory, String why, Certificate... certificates) {
        var failure = assertThrows(IllegalArgumentException.class, () -> directory.publish(List.of(certificates)));
        assertEquals("this certificate cannot be served: " + why, failure.getMessage());
    }

    private static Certificate pair(SelfSigned made) {
        return new Certificate(made.chainPem(), made.keyPem());
    }

    private TraefikDirectory open() {
        return TraefikDirectory.open(base.resolve("dynamic"), base.resolve("temporary"));
    }

    private Path file(String name) {
        return base.resolve("dynamic").resolve(name);
    }
}
