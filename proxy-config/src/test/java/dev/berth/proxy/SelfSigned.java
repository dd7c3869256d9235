package dev.berth.proxy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for a test with its key, signed by itself or by such a one. */
public record SelfSigned(X509Certificate certificate, PrivateKey key) {

    /** With a new key on the curve P-256. */
    public static SelfSigned of(String... names) {
        return of("EC", 256, "SHA256withECDSA", names);
    }

    /** With a new RSA key. */
    public static SelfSigned rsa(String... names) {
        return of("RSA", 2048, "SHA256withRSA", names);
    }

    /** One that may sign others. */
    public static SelfSigned authority(String name) {
        return make("EC", 256, "SHA256withECDSA", true, Optional.empty(), name);
    }

    /** One that this one signed, with a new key on the curve P-256 and the extensions that a public one has. */
    public SelfSigned issue(String... names) {
        return make("EC", 256, "SHA256withECDSA", false, Optional.of(this), names);
    }

    private static SelfSigned of(String algorithm, int size, String signature, String... names) {
        return make(algorithm, size, signature, false, Optional.empty(), names);
    }

    private static SelfSigned make(
            String algorithm, int size, String signature, boolean signs, Optional<SelfSigned> issuer, String... names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            KeyPair pair = generator.generateKeyPair();
            X500Name subject = new X500Name("CN=" + names[0]);
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    issuer.map(i -> new X500Name(
                                    i.certificate.getSubjectX500Principal().getName()))
                            .orElse(subject),
                    new BigInteger(120, new SecureRandom()),
                    Date.from(now.minus(1, ChronoUnit.HOURS)),
                    Date.from(now.plus(89, ChronoUnit.DAYS)),
                    subject,
                    pair.getPublic());
            GeneralName[] alternatives =
                    Arrays.stream(names).map(SelfSigned::alternative).toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(signs));
            if (issuer.isPresent()) {
                extend(builder);
            }
            PrivateKey signer = issuer.map(SelfSigned::key).orElse(pair.getPrivate());
            return new SelfSigned(
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(signer))),
                    pair.getPrivate());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static GeneralName alternative(String name) {
        boolean isAddress = name.matches("[0-9.]+|.*:.*");
        return new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static void extend(JcaX509v3CertificateBuilder builder) throws CertIOException {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        GeneralNames list = new GeneralNames(
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://crl.example.org/list.crl"));
        DistributionPoint point = new DistributionPoint(new DistributionPointName(list), null, null);
        builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
    }

    public String chainPem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** PKCS #8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String what, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
