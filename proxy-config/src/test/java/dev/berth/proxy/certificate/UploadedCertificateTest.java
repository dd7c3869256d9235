package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.HostName;
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
        UploadMistake mistake =
                assertThrows(UploadMistake.class, () -> UploadedCertificate.read(name, chain, key, now));
        return mistake.part() + ": " + mistake.getMessage() + "; " + mistake.remedy();
    }

    private static String mistake(String chain, String key) {
        return mistake(SHOP, chain, key, NOW);
    }

    @Test
    void whatItSaysOfItselfIsReadFromTheLeaf() {
        Certificate read = read(GOOD.chain(), GOOD.key());
        assertEquals(List.of(HostName.of("*.example.net"), SHOP), read.names());
        assertEquals(NOW.minusSeconds(60), read.notBefore());
        assertEquals(YEAR, read.lifetime());
        assertEquals("O=Berth,CN=Test Authority", read.issuer());
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
                "CERTIFICATE: the certificate is not for a.b.example.net, but for *.example.net, shop.example.org; "
                        + "upload it under a name that it is for, or bring one for a.b.example.net",
                mistake(HostName.of("a.b.example.net"), GOOD.chain(), GOOD.key(), NOW));
    }

    @Test
    void onlyWhatIsValidNowIsTaken() {
        assertEquals(
                "CERTIFICATE: the certificate of CN=shop.example.org has expired at 2027-04-30T23:59:00Z; "
                        + "bring one that is valid now",
                mistake(SHOP, GOOD.chain(), GOOD.key(), NOW.plus(YEAR)));
        assertEquals(
                "CERTIFICATE: the certificate of CN=shop.example.org is valid only from 2026-04-30T23:59:00Z; "
                        + "bring one that is valid now",
                mistake(SHOP, GOOD.chain(), GOOD.key(), NOW.minusSeconds(61)));
    }

    @Test
    void aChainInAnotherOrderOrOfOthersIsRefused() {
        String broken = "CERTIFICATE: the chain is broken: the certificate of %s is not signed by the next, %s; "
                + "put the certificate of the host first, then each signer behind what it signed";
        String root = "O=Berth,CN=Test Authority";
        assertEquals(
                String.format(broken, root, "CN=shop.example.org"), mistake(GOOD.root() + GOOD.leaf(), GOOD.key()));
        assertEquals(
                String.format(broken, "CN=shop.example.org", root),
                mistake(GOOD.leaf() + chain("EC").root(), GOOD.key()));
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() {
        String another = "KEY: the key does not belong to the certificate; "
                + "send the key that the certificate was asked for with";
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
                "KEY: the key is no private key in PEM; send the file that begins with -----BEGIN PRIVATE KEY-----",
                mistake(GOOD.chain(), "hunter2"));
        for (String locked : List.of(
                GOOD.key().replace("PRIVATE", "ENCRYPTED PRIVATE"),
                GOOD.traditionalKey().replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM"))) {
            assertEquals(
                    "KEY: the key is locked by a password; write it without one:  openssl pkey -in KEY -out PLAIN",
                    mistake(GOOD.chain(), locked));
        }
        for (String base64 : List.of("hunter2", "", "MAA=", "!")) {
            String key = "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
            assertEquals("KEY: the key is damaged; look whether the whole file was sent", mistake(GOOD.chain(), key));
        }
    }

    @Test
    void whatIsNoCertificateIsSaid() {
        assertEquals(
                "CERTIFICATE: there is no certificate in PEM; send the file that begins with "
                        + "-----BEGIN CERTIFICATE-----, with the chain behind it",
                mistake(GOOD.key(), GOOD.key()));
        assertEquals(
                "CERTIFICATE: certificate 2 of the chain is damaged; look whether the whole file was sent",
                mistake(GOOD.leaf() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", GOOD.key()));
        TestChain nobody = TestChain.of(NOW, YEAR);
        assertEquals(
                "CERTIFICATE: the certificate is not for shop.example.org, but for no name at all; "
                        + "upload it under a name that it is for, or bring one for shop.example.org",
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
                } catch (UploadMistake e) {
                    assertFalse(e.getMessage().isBlank() || e.remedy().isBlank());
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
