package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;

/** A signed request (RFC 7515, flattened), as RFC 8555 section 6.2 uses it; ES256 only. */
record Jws(JsonNode header, JsonNode payload, String signed, byte[] signature) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    static Jws read(byte[] body) throws IOException {
        JsonNode jws = JSON.readTree(body);
        String head = jws.path("protected").asText();
        String payload = jws.path("payload").asText();
        return new Jws(
                JSON.readTree(DECODER.decode(head)),
                payload.isEmpty() ? JSON.createObjectNode() : JSON.readTree(DECODER.decode(payload)),
                head + "." + payload,
                DECODER.decode(jws.path("signature").asText()));
    }

    boolean signedBy(JsonNode jwk) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(publicKey(jwk));
            verifier.update(signed.getBytes(UTF_8));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** RFC 7638. */
    static String thumbprint(JsonNode jwk) {
        String canonical = "{\"crv\":\"" + jwk.path("crv").asText() + "\",\"kty\":\""
                + jwk.path("kty").asText() + "\",\"x\":\"" + jwk.path("x").asText() + "\",\"y\":\""
                + jwk.path("y").asText() + "\"}";
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static PublicKey publicKey(JsonNode jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(number(jwk, "x"), number(jwk, "y")),
                        curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(JsonNode jwk, String field) {
        return new BigInteger(1, DECODER.decode(jwk.path(field).asText()));
    }
}
