package dev.berth.proxy.x509;

import dev.berth.proxy.x509.CertificateProblem.Part;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * Whether a server can use a certificate's key, and clients take it: RSA of 2048 to 8192 bits (CA/Browser Forum baseline
 * requirements, section 6.1.5; Go and the browsers refuse more), EC on the curves P-256, P-384 and P-521, Ed25519.
 */
public final class KeyStrength {
    private static final int LEAST_RSA = 2048;
    private static final int MOST_RSA = 8192;
    /** As Java names P-256, P-384 and P-521. */
    private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

    private KeyStrength() {}

    /** @throws CertificateProblem when it is of no use */
    public static void require(X509Certificate certificate) {
        fault(certificate.getPublicKey()).ifPresent(fault -> {
            throw new CertificateProblem(
                    Part.CERTIFICATE,
                    "the key of the certificate of " + certificate.getSubjectX500Principal() + " is " + fault,
                    "take a key that is EC (P-256, P-384, P-521), RSA (2048 to 8192 bits) or Ed25519");
        });
    }

    private static Optional<String> fault(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits < LEAST_RSA || bits > MOST_RSA ? Optional.of("RSA of " + bits + " bits") : Optional.empty();
        }
        if (key instanceof ECPublicKey ec) {
            BigInteger order = ec.getParams().getOrder();
            return CURVES.stream().anyMatch(curve -> order(curve).equals(order))
                    ? Optional.empty()
                    : Optional.of("EC on another curve");
        }
        if (key instanceof EdECPublicKey ed) {
            String name = ed.getParams().getName();
            return name.equals("Ed25519") ? Optional.empty() : Optional.of(name);
        }
        return Optional.of(key.getAlgorithm() + " of a kind that is not known here");
    }

    private static BigInteger order(String curve) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(curve));
            return parameters.getParameterSpec(ECParameterSpec.class).getOrder();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform knows " + curve, e);
        }
    }
}
