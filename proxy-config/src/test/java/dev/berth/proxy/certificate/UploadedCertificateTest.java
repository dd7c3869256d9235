package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.x509.CertificateProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

final class UploadedCertificateTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final HostName SHOP = HostName.of("shop.example.org");

    /** Signed by itself, with a key on the curve secp256k1. */
    private static final String OF_ANOTHER_CURVE =
            """
            -----BEGIN CERTIFICATE-----
            MIIBpzCCAU2gAwIBAgIUUDuWC8aFL3i9DyU9whzQNBvv8/AwCgYIKoZIzj0EAwIw
            GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLm9yZzAgFw0yNjExMjYyMDQ1MjBaGA8y
            MTI2MTEwMjIwNDUyMFowGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLm9yZzBWMBAG
            ByqGSM49AgEGBSuBBAAKA0IABEiys4dfb1TI133E4YI9MyLdJ0d0QjZioAGyJvEP
            9uklNzZ7gcEqje2MAfKCaEpRktSEpZiKHg/bBTzDyRqF4BKjcDBuMB0GA1UdDgQW
            BBRn4Do4kil27JxWR94g9cqln8SL+jAfBgNVHSMEGDAWgBRn4Do4kil27JxWR94g
            9cqln8SL+jAPBgNVHRMBAf8EBTADAQH/MBsGA1UdEQQUMBKCEHNob3AuZXhhbXBs
            ZS5vcmcwCgYIKoZIzj0EAwIDSAAwRQIhAMtTx2uRmywUnYN87PXZCc0Y50uT6UVT
            vxlXp/XqdxNBAiAnQwTXqkCe2jHPamX7ilDdEsTcIn+nhiALPzhtmLxIJQ==
            -----END CERTIFICATE-----
            """;

    private static final TestChain GOOD = chain("EC");

    private static TestChain chain(String algorithm) {
        return TestChain.of(
                algorithm,
                KeyPurposeId.id_kp_serverAuth,
                NOW.minusSeconds(60),
                YEAR,
                "shop.example.org",
                "*.example.net",
                "odd_name.example.org");
    }

    private static Certificate read(String chain, String key) {
        return UploadedCertificate.read(SHOP, chain, key, NOW);
    }

    private static String mistake(HostName name, String chain, String key, Instant now) {
        CertificateProblem mistake =
                assertThrows(CertificateProblem.class, () -> UploadedCertificate.read(name, chain, key, now));
        return mistake.part() + ": " + mistake.getMessage();
    }

    private static String mistake(String chain, String key) {
        return mistake(SHOP, chain, key, NOW);
    }

    @Test
    void oneForAnAddressSaysSoInANameOfThatType() {
        HostName six = HostName.of("2001:db8::10");
        TestChain both = TestChain.of(NOW.minusSeconds(60), YEAR, "192.0.2.10", "2001:db8:0:0:0:0:0:10");
        assertEquals(
                List.of(HostName.of("192.0.2.10"), six),
                UploadedCertificate.read(six, both.chain(), both.key(), NOW).names());
        assertEquals(
                "CERTIFICATE: the certificate is for 192.0.2.10, 2001:db8::10, not for 192.0.2.11;"
                        + " upload it under a name that it is for, or have one issued for 192.0.2.11",
                mistake(HostName.of("192.0.2.11"), both.chain(), both.key(), NOW));
    }

    @Test
    void whatItSaysOfItselfIsReadFromTheLeaf() {
        Certificate read = read(GOOD.chain(), GOOD.key());
        assertEquals(List.of(HostName.of("*.example.net"), SHOP), read.names());
        assertEquals(NOW.minusSeconds(60), read.notBefore());
        assertEquals(YEAR, read.lifetime());
        assertEquals("Berth Test Authority", read.issuer());
        assertTrue(read.fingerprint().matches("[0-9a-f]{64}"), read.fingerprint());
    }

    @Test
    void aKeyOfAnyKindAndFormBecomesTheSame() {
        for (String algorithm : List.of("EC", "RSA")) {
            TestChain chain = chain(algorithm);
            Certificate read = read(chain.chain(), chain.key());
            assertEquals(read, read(chain.chain(), chain.traditionalKey()), algorithm);
            assertEquals(read, read(read.chainPem(), read.keyPem()), algorithm);
        }
        TestChain edwards = chain("Ed25519");
        assertEquals(3, read(edwards.chain(), edwards.key()).names().size() + 1);
    }

    @Test
    void aKeyThatClientsDoNotTakeIsRefused() {
        TestChain weak = chain("RSA1024");
        assertEquals(
                "CERTIFICATE: the key of the certificate of CN=shop.example.org is RSA of 1024 bits; take a key that is EC"
                        + " (P-256, P-384, P-521), RSA (2048 to 8192 bits) or Ed25519",
                mistake(weak.chain(), weak.key()));
        TestChain unknown = chain("Ed448");
        assertTrue(mistake(unknown.chain(), unknown.key()).contains("is Ed448; take a key"));
    }

    @Test
    void aCurveThatNobodyTakesIsNotTakenForTheKeyOfAnother() {
        assertTrue(mistake(OF_ANOTHER_CURVE, GOOD.key())
                .startsWith(
                        "CERTIFICATE: the key of the certificate of CN=shop.example.org is EC on another curve; take"));
    }

    @Test
    void aChainThatNoAuthoritySendsIsRefusedBeforeItTakesTime() {
        assertEquals(
                "CERTIFICATE: there are 12 certificates; a chain has at most 10; send the leaf and what lies between it and"
                        + " the root, nothing else",
                mistake(GOOD.chain().repeat(6), GOOD.key()));
    }

    @Test
    void whatElseStandsInAFileIsPassedOver() {
        String both = "# from the drawer\r\n" + GOOD.key() + GOOD.chain().replace("\n", "\r\n");
        assertEquals(read(GOOD.chain(), GOOD.key()).chainPem(), read(both, both).chainPem());
    }

    @Test
    void aLeafWithoutItsSignersIsTaken() {
        assertEquals(
                GOOD.leaf().strip(), read(GOOD.leaf(), GOOD.key()).chainPem().strip());
    }

    @Test
    void aWildcardIsForOneLabel() {
        HostName covered = HostName.of("a.example.net");
        assertEquals(
                read(GOOD.chain(), GOOD.key()),
                UploadedCertificate.read(HostName.of("*.example.net"), GOOD.chain(), GOOD.key(), NOW));
        assertTrue(
                UploadedCertificate.read(covered, GOOD.chain(), GOOD.key(), NOW).covers(covered));
        assertEquals(
                "CERTIFICATE: the certificate is for *.example.net, shop.example.org, not for a.b.example.net; "
                        + "upload it under a name that it is for, or have one issued for a.b.example.net",
                mistake(HostName.of("a.b.example.net"), GOOD.chain(), GOOD.key(), NOW));
    }

    @Test
    void onlyWhatIsValidNowIsTaken() {
        assertEquals(
                "CERTIFICATE: the certificate of CN=shop.example.org has expired at 2027-04-30T23:59:00Z; "
                        + "bring one that is valid now",
                mistake(SHOP, GOOD.chain(), GOOD.key(), NOW.plus(YEAR)));
        assertEquals(
                "CERTIFICATE: the certificate of CN=shop.example.org becomes valid only at 2026-04-30T23:59:00Z; "
                        + "upload it then, or set the clock of this machine right",
                mistake(SHOP, GOOD.chain(), GOOD.key(), NOW.minusSeconds(61)));
    }

    @Test
    void aChainInAnotherOrderIsPutInOrderAndOneOfOthersIsRefused() {
        assertEquals(read(GOOD.chain(), GOOD.key()), read(GOOD.root() + GOOD.leaf(), GOOD.key()));
        TestChain other = chain("EC");
        String stranger = "CERTIFICATE: the certificate of %s signed none of the others in the chain; "
                + "send the leaf and what lies between it and the root, nothing else";
        assertEquals(String.format(stranger, "CN=shop.example.org"), mistake(GOOD.chain() + other.leaf(), GOOD.key()));
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() {
        String another = "KEY: the key belongs to no certificate in the chain, whose first is for "
                + "CN=shop.example.org; send the key that this certificate was requested with";
        TestChain rsa = chain("RSA");
        Stream.of(
                        chain("EC").key(),
                        rsa.key(),
                        rsa.traditionalKey(),
                        chain("EC").traditionalKey())
                .forEach(key -> assertEquals(another, mistake(GOOD.chain(), key)));
        assertEquals(another, mistake(rsa.chain(), GOOD.key()));
        assertEquals(another, mistake(rsa.chain(), GOOD.traditionalKey()));
    }

    @Test
    void whatIsNoKeyIsSaidWithoutShowingIt() {
        assertEquals(
                "KEY: there is no private key; send PEM, which begins with -----BEGIN PRIVATE KEY-----",
                mistake(GOOD.chain(), "hunter2"));
        for (String locked : List.of(
                GOOD.key().replace("PRIVATE", "ENCRYPTED PRIVATE"),
                GOOD.traditionalKey().replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM"))) {
            assertEquals(
                    "KEY: the private key is encrypted; decrypt it first: openssl pkey -in KEY.pem -out PLAIN.pem",
                    mistake(GOOD.chain(), locked));
        }
        for (String base64 : List.of("hunter2", "", "MAA=", "!")) {
            String key = "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
            assertEquals(
                    "KEY: the private key is damaged; copy the whole file again, unchanged",
                    mistake(GOOD.chain(), key));
        }
    }

    @Test
    void whatIsNoCertificateIsSaid() {
        assertEquals(
                "CERTIFICATE: there is no certificate; send PEM, which begins with -----BEGIN CERTIFICATE-----, "
                        + "the leaf first",
                mistake(GOOD.key(), GOOD.key()));
        String damaged =
                mistake(GOOD.leaf() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", GOOD.key());
        assertTrue(damaged.startsWith("CERTIFICATE: a certificate in the chain cannot be read: "), damaged);
        assertTrue(damaged.endsWith("; copy the whole file again, unchanged"), damaged);
        TestChain nobody = TestChain.of(NOW, YEAR);
        assertEquals(
                "CERTIFICATE: the certificate of CN=nobody names no host; take one with the host as a subject "
                        + "alternative name; browsers look at nothing else",
                mistake(nobody.chain(), nobody.key()));
        TestChain mail = TestChain.of("EC", KeyPurposeId.id_kp_emailProtection, NOW, YEAR, "shop.example.org");
        assertEquals(
                "CERTIFICATE: the certificate of CN=shop.example.org is not for servers; "
                        + "ask for one with the extended key usage serverAuth",
                mistake(mail.chain(), mail.key()));
    }

    /** Whatever comes in, the answer is a certificate or a mistake in words. */
    @Test
    void whereverBytesAreChangedTheAnswerIsInWords() {
        Random random = new Random(1);
        for (TestChain chain : List.of(GOOD, chain("RSA"), chain("Ed25519"))) {
            for (int i = 0; i < 200; i++) {
                String certificates = random.nextBoolean() ? changed(chain.leaf(), random) : chain.leaf();
                String key = random.nextBoolean() ? chain.key() : chain.traditionalKey();
                try {
                    read(certificates + chain.root(), random.nextBoolean() ? changed(key, random) : key);
                } catch (CertificateProblem e) {
                    assertFalse(e.what().isBlank() || e.remedy().isBlank());
                }
            }
        }
    }

    private static String changed(String pem, Random random) {
        int from = pem.indexOf('\n') + 1;
        int to = pem.lastIndexOf("-----END");
        byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(from, to));
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 40 : bytes.length))] =
                    (byte) random.nextInt();
        }
        byte[] cut = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
        return pem.substring(0, from) + Base64.getMimeEncoder().encodeToString(cut) + "\n" + pem.substring(to);
    }
}
