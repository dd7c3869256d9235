package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/** Makes the self-signed certificate of RFC 8737 section 3, for an address that of RFC 8738 section 4. */
final class ProofCertificate {
    /** To both sides, so that clocks may differ. */
    private static final Duration VALID = Duration.ofDays(7);

    private ProofCertificate() {}

    /** @param validation the SHA-256 of the key authorization */
    static ChallengeBoard.Proof of(HostName name, byte[] validation, Instant now) {
        KeyPair key = CertificateKey.make(KeyKind.P256);
        X500Name self = new X500Name("CN=ACME challenge");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                self,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(VALID)),
                Date.from(now.plus(VALID)),
                self,
                key.getPublic());
        try {
            int type = name.isAddress() ? GeneralName.iPAddress : GeneralName.dNSName;
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(type, name.text())));
            builder.addExtension(
                    new ASN1ObjectIdentifier(TlsAlpn01Challenge.ACME_VALIDATION_OID),
                    true,
                    new DEROctetString(validation));
            return new ChallengeBoard.Proof(
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))),
                    key.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the certificate for a challenge cannot be made", e);
        }
    }
}
