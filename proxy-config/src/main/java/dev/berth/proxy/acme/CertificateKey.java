package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.x509.CertificateProblem;
import dev.berth.proxy.x509.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.shredzone.acme4j.util.CSRBuilder;

/** Private keys: made, written as PKCS #8, read again, and the requests they sign. */
final class CertificateKey {
    private CertificateKey() {}

    static KeyPair make(KeyKind kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind == KeyKind.RSA ? "RSA" : "EC");
            if (kind == KeyKind.RSA) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java makes no " + kind + " keys", e);
        }
    }

    /** @throws IllegalArgumentException when it is no key that {@link #make} made */
    static KeyPair read(String pem) {
        try {
            List<Pem.Block> blocks = Pem.blocks(pem);
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(
                    blocks.isEmpty() ? new byte[0] : blocks.get(0).bytes());
            PrivateKey key;
            try {
                key = KeyFactory.getInstance("EC").generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                key = KeyFactory.getInstance("RSA").generatePrivate(spec);
            }
            return new KeyPair(publicKey(key), key);
        } catch (GeneralSecurityException | CertificateProblem e) {
            // Without the cause, which may show parts of what was read.
            throw new IllegalArgumentException("not a private key in PKCS #8");
        }
    }

    private static PublicKey publicKey(PrivateKey key) throws GeneralSecurityException {
        if (key instanceof RSAPrivateCrtKey rsa) {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
        }
        if (key instanceof ECPrivateKey ec) {
            X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
            BigInteger order = ec.getParams().getOrder();
            if (!order.equals(curve.getN())) {
                throw new IllegalArgumentException("not a key on the curve P-256");
            }
            var point = new FixedPointCombMultiplier()
                    .multiply(curve.getG(), ec.getS())
                    .normalize();
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(
                            new ECPoint(
                                    point.getAffineXCoord().toBigInteger(),
                                    point.getAffineYCoord().toBigInteger()),
                            ec.getParams()));
        }
        throw new IllegalArgumentException("neither an EC nor an RSA key");
    }

    /** A request for a certificate (PKCS #10) for one name or address, in DER. */
    static byte[] request(KeyPair key, HostName name) {
        try {
            CSRBuilder builder = new CSRBuilder();
            builder.addIdentifier(Identifiers.of(name));
            builder.sign(key);
            return builder.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("the request for " + name + " cannot be signed", e);
        }
    }
}
