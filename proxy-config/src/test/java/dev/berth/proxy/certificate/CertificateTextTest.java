package dev.berth.proxy.certificate;

import static dev.berth.proxy.certificate.PaperAuthority.keys;
import static dev.berth.proxy.certificate.PaperAuthority.pem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.x509.CertificateChain;
import dev.berth.proxy.x509.CertificateProblem;
import dev.berth.proxy.x509.Pem;
import dev.berth.proxy.x509.PrivateKeyText;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;

final class CertificateTextTest {
    private static final PaperAuthority ROOT = PaperAuthority.root("O=Paper,CN=Root");
    private static final PaperAuthority MIDDLE = ROOT.below("O=Paper,CN=Middle");
    private static final PaperAuthority LOWER = MIDDLE.below("O=Paper,CN=Lower");
    private static final KeyPair EC = keys("EC");
    private static final KeyPair RSA = keys("RSA");
    private static final X509Certificate LEAF = LOWER.leaf(EC, "shop.example.org", "*.shop.example.org", "10.0.0.1");
    private static final String KEY = pem(EC.getPrivate());
    private static final HostName SHOP = HostName.of("shop.example.org");

    @Test
    void whatTheLeafSaysIsRead() throws Exception {
        Certificate read = CertificateText.read(pem(LEAF, LOWER.certificate, MIDDLE.certificate), KEY);
        assertEquals(
                "[*.shop.example.org, 10.0.0.1, shop.example.org]", read.names().toString());
        assertEquals(PaperAuthority.START, read.notBefore());
        assertEquals(PaperAuthority.END, read.notAfter());
        assertEquals("Paper Lower", read.issuer());
        assertTrue(read.ariId().matches("[A-Za-z0-9_-]{27}\\.[A-Za-z0-9_-]+"), read.ariId());
        assertEquals(64, read.fingerprint().length());
        assertEquals(pem(LEAF, LOWER.certificate, MIDDLE.certificate), read.chainPem());
        assertEquals(KEY, read.keyPem());
        assertEquals(
                "Certificate[[*.shop.example.org, 10.0.0.1, shop.example.org] until 2027-01-30T00:00:00Z]",
                read.toString());
    }

    @Test
    void aChainInTheWrongOrderIsPutInOrderAndTheRootIsLeftOut() {
        Certificate read = CertificateText.read(
                pem(ROOT.certificate, MIDDLE.certificate, LEAF, LOWER.certificate, LOWER.certificate), KEY);
        assertEquals(pem(LEAF, LOWER.certificate, MIDDLE.certificate), read.chainPem());
    }

    @Test
    void oneThatSignsItselfStaysAlone() {
        PaperAuthority alone = PaperAuthority.root("CN=alone");
        assertEquals(
                1,
                CertificateChain.of(alone.certificate, List.of(alone.certificate))
                        .size());
    }

    @Test
    void keysOfTheOldFormsBecomePkcs8() throws Exception {
        byte[] sec1 = PrivateKeyInfo.getInstance(EC.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        assertEquals(
                CertificateText.read(pem(LEAF), KEY).fingerprint(),
                CertificateText.read(
                                pem(LEAF),
                                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                                        + pem("EC PRIVATE KEY", sec1))
                        .fingerprint());
        byte[] pkcs1 = PrivateKeyInfo.getInstance(RSA.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        String chain = pem(ROOT.leaf(RSA, "rsa.example.org"));
        assertEquals(
                pem(RSA.getPrivate()),
                CertificateText.read(chain, pem("RSA PRIVATE KEY", pkcs1)).keyPem());
        assertEquals(
                pem(RSA.getPrivate()),
                CertificateText.read(chain, pem(RSA.getPrivate())).keyPem());
    }

    @Test
    void whatCannotBeUsedIsRefusedWithARemedy() {
        assertRefused(
                "the key belongs to no certificate in the chain, whose first is for CN=leaf;"
                        + " send the key that this certificate was requested with",
                pem(LEAF),
                pem(keys("EC").getPrivate()));
        assertRefused(
                "the key belongs to no certificate in the chain, whose first is for CN=leaf;"
                        + " send the key that this certificate was requested with",
                pem(LEAF),
                pem(RSA.getPrivate()));
        assertRefused(
                "there is no certificate; send PEM, which begins with -----BEGIN CERTIFICATE-----, the leaf first",
                "hello",
                KEY);
        assertRefused(
                "there is no private key; send PEM, which begins with -----BEGIN PRIVATE KEY-----", pem(LEAF), "");
        assertRefused("there are 2 private keys; send the one of the certificate", pem(LEAF), KEY + KEY);
        String encrypted = "the private key is encrypted; decrypt it first: openssl pkey -in KEY.pem -out PLAIN.pem";
        assertRefused(encrypted, pem(LEAF), pem("ENCRYPTED PRIVATE KEY", new byte[] {1}));
        assertRefused(
                encrypted,
                pem(LEAF),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                        + "DEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertRefused(
                "a key in the form OPENSSH PRIVATE KEY is of no use here; send a key of kind EC, RSA or Ed25519",
                pem(LEAF),
                pem("OPENSSH PRIVATE KEY", new byte[] {1}));
        assertRefused(
                "the certificate of CN=leaf names no host; take one with the host as a subject alternative name;"
                        + " browsers look at nothing else",
                pem(ROOT.leaf(EC)),
                KEY);
    }

    @Test
    void anInternationalNameIsItsPunycode() {
        Certificate read =
                CertificateText.read(pem(ROOT.leaf(EC, "XN--BCHER-KVA.example.org", "_sip.example.org")), KEY);
        assertTrue(read.covers(HostName.of("bücher.example.org")));
        assertEquals("[xn--bcher-kva.example.org]", read.names().toString());
    }

    @Test
    void aKeyIsNeverShown() {
        String body = KEY.lines().skip(1).findFirst().orElseThrow();
        assertFalse(PrivateKeyText.read(KEY).toString().contains(body));
        assertFalse(Pem.blocks(KEY).toString().contains(body));
        assertFalse(CertificateText.read(pem(LEAF), KEY).toString().contains(body));
        assertFalse(NameRecord.of(SHOP)
                .withCertificate(CertificateText.read(pem(LEAF), KEY), Optional.empty())
                .toString()
                .contains(body));
        String damaged = KEY.replaceFirst("\n", "\n%%%").replace("=", "!");
        CertificateProblem problem = assertThrows(
                CertificateProblem.class,
                () -> CertificateText.read(pem(LEAF), damaged.replace(body, body.substring(5))));
        assertFalse(problem.getMessage().contains(body.substring(5)));
    }

    private static void assertRefused(String message, String chain, String key) {
        CertificateProblem problem = assertThrows(CertificateProblem.class, () -> CertificateText.read(chain, key));
        assertEquals(message, problem.getMessage());
        assertEquals(message, problem.what() + "; " + problem.remedy());
    }
}
