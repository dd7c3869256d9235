package dev.berth.proxy.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for some names with its key, and who signed it, made up. */
public final class TestChain {
    private final KeyPair pair;
    private final X509Certificate leaf;
    private final X509Certificate root;

    private TestChain(KeyPair pair, X509Certificate leaf, X509Certificate root) {
        this.pair = pair;
        this.leaf = leaf;
        this.root = root;
    }

    /** One with a P-256 key, for servers. */
    public static TestChain of(Instant from, Duration lifetime, String... names) {
        return of("EC", KeyPurposeId.id_kp_serverAuth, from, lifetime, names);
    }

    static TestChain of(String algorithm, KeyPurposeId purpose, Instant from, Duration lifetime, String... names) {
        try {
            KeyPair signer = pair("EC");
            KeyPair pair = pair(algorithm);
            X500Name authority = new X500Name("CN=Test Authority,O=Berth");
            X509Certificate root = certificate(
                    new JcaX509v3CertificateBuilder(
                            authority,
                            BigInteger.ONE,
                            Date.from(from.minus(Duration.ofDays(1))),
                            Date.from(from.plus(Duration.ofDays(9999))),
                            authority,
                            signer.getPublic()),
                    signer.getPrivate());
            JcaX509v3CertificateBuilder leaf = new JcaX509v3CertificateBuilder(
                    authority,
                    BigInteger.TWO,
                    Date.from(from),
                    Date.from(from.plus(lifetime)),
                    new X500Name("CN=" + (names.length == 0 ? "nobody" : names[0])),
                    pair.getPublic());
            leaf.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            if (names.length > 0) {
                GeneralName[] all = Stream.of(names)
                        .map(name -> new GeneralName(
                                name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new);
                leaf.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
            }
            return new TestChain(pair, certificate(leaf, signer.getPrivate()), root);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        boolean isWeak = algorithm.equals("RSA1024");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(isWeak ? "RSA" : algorithm);
        if (generator.getAlgorithm().equals("RSA")) {
            generator.initialize(isWeak ? 1024 : 2048);
        } else if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(JcaX509v3CertificateBuilder builder, PrivateKey signer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }

    /** Leaf and root. */
    public String chain() {
        return pem(leaf) + pem(root);
    }

    String leaf() {
        return pem(leaf);
    }

    String root() {
        return pem(root);
    }

    /** PKCS #8. */
    public String key() {
        try {
            return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As OpenSSL of old wrote it: {@code RSA PRIVATE KEY} or {@code EC PRIVATE KEY}. */
    String traditionalKey() {
        return pem(pair.getPrivate());
    }

    private static String pem(Object thing) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }
}
