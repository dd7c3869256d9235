package dev.berth.proxy.x509;

import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/** What an authority calls a certificate when it is asked about its renewal (RFC 9773 section 4.1). */
public final class AriId {
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int KEY_IDENTIFIER = 0x80;

    private AriId() {}

    /** Empty for a certificate that does not say whose key signed it. */
    public static Optional<String> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER);
        if (extension == null) {
            return Optional.empty();
        }
        return Der.read(extension, OCTET_STRING)
                .flatMap(inner -> Der.read(inner, SEQUENCE))
                .flatMap(fields -> Der.read(fields, KEY_IDENTIFIER))
                .map(key ->
                        base64(key) + "." + base64(certificate.getSerialNumber().toByteArray()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
