package dev.berth.proxy.x509;

import dev.berth.proxy.x509.CertificateProblem.Part;
import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blocks of base64 between lines that say what they are (RFC 7468). */
public final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    /** @param label what it is, such as {@code CERTIFICATE} */
    public record Block(String label, byte[] bytes) {
        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    /**
     * What stands between the blocks is left out, as others do.
     *
     * @throws CertificateProblem when one is not base64
     */
    public static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String label = matcher.group(1);
            try {
                blocks.add(new Block(label, Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new CertificateProblem(
                        label.endsWith(PRIVATE_KEY) ? Part.KEY : Part.CERTIFICATE,
                        "the block " + label + " is not base64",
                        "copy the whole file again, unchanged");
            }
        }
        return blocks;
    }

    /**
     * All that are there, in their order.
     *
     * @throws CertificateProblem when there is none, or one that cannot be read
     */
    public static List<X509Certificate> certificates(String text) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.label().equals(CERTIFICATE)) {
                certificates.add(certificate(block.bytes()));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateProblem(
                    Part.CERTIFICATE,
                    "there is no certificate",
                    "send PEM, which begins with -----BEGIN CERTIFICATE-----, the leaf first");
        }
        return certificates;
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | RuntimeException e) {
            throw new CertificateProblem(
                    Part.CERTIFICATE,
                    "a certificate in the chain cannot be read: " + e.getMessage(),
                    "copy the whole file again, unchanged");
        }
    }

    /** One block a certificate, in lines of 64 characters. */
    public static String text(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                text.append(text(CERTIFICATE, certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    /** In PKCS #8. */
    public static String text(PrivateKey key) {
        return text(PRIVATE_KEY, key.getEncoded());
    }

    private static String text(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
