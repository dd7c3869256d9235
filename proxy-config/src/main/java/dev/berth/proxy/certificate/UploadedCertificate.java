package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.UploadMistake.Part;
import dev.berth.proxy.route.HostName;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A certificate that a person brings, checked before it is kept: what is wrong with it shows here, not in a browser. */
public final class UploadedCertificate {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----([^-]++)-----END CERTIFICATE-----");
    private static final int DNS_NAME = 2;
    private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String FOR_ANYTHING = "2.5.29.37.0";

    private UploadedCertificate() {}

    /**
     * Reads and checks chain and key: they belong together, each certificate is signed by the next, the leaf is for
     * {@code name} and for servers, and all are valid at {@code now}.
     *
     * @param chain PEM, the leaf first; what else stands in the text is passed over
     * @param key PEM, without a password
     * @throws UploadMistake with the first thing that is wrong
     */
    public static Certificate read(HostName name, String chain, String key, Instant now) {
        List<X509Certificate> all = certificates(chain);
        X509Certificate leaf = all.get(0);
        for (int i = 0; i < all.size(); i++) {
            requireValid(all.get(i), now);
            if (i > 0) {
                requireSigned(all.get(i - 1), all.get(i));
            }
        }
        requireForServers(leaf);
        String keyPem = KeyText.read(key, leaf.getPublicKey());
        Certificate read = new Certificate(
                names(leaf),
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(),
                issuer(leaf),
                "",
                fingerprint(leaf),
                all.stream().map(UploadedCertificate::pem).collect(Collectors.joining()),
                keyPem);
        if (!read.covers(name)) {
            throw new UploadMistake(
                    Part.CERTIFICATE,
                    "the certificate is not for " + name + ", but for "
                            + (read.names().isEmpty()
                                    ? "no name at all"
                                    : read.names().stream().map(HostName::text).collect(Collectors.joining(", "))),
                    "upload it under a name that it is for, or bring one for " + name);
        }
        return read;
    }

    private static List<X509Certificate> certificates(String text) {
        List<X509Certificate> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(block.group(1));
                found.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes)));
            } catch (CertificateException | RuntimeException e) {
                throw new UploadMistake(
                        Part.CERTIFICATE,
                        "certificate " + (found.size() + 1) + " of the chain is damaged",
                        "look whether the whole file was sent");
            }
        }
        if (found.isEmpty()) {
            throw new UploadMistake(
                    Part.CERTIFICATE,
                    "there is no certificate in PEM",
                    "send the file that begins with -----BEGIN CERTIFICATE-----, with the chain behind it");
        }
        return found;
    }

    private static void requireValid(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || !now.isBefore(until)) {
            throw new UploadMistake(
                    Part.CERTIFICATE,
                    "the certificate of " + subject(certificate)
                            + (now.isBefore(from) ? " is valid only from " + from : " has expired at " + until),
                    "bring one that is valid now");
        }
    }

    private static void requireSigned(X509Certificate signed, X509Certificate signer) {
        try {
            signed.verify(signer.getPublicKey());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new UploadMistake(
                    Part.CERTIFICATE,
                    "the chain is broken: the certificate of " + subject(signed) + " is not signed by the next, "
                            + subject(signer),
                    "put the certificate of the host first, then each signer behind what it signed");
        }
    }

    private static void requireForServers(X509Certificate leaf) {
        List<String> uses;
        try {
            uses = leaf.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            uses = List.of();
        }
        if (uses != null && !uses.contains(FOR_SERVERS) && !uses.contains(FOR_ANYTHING)) {
            throw new UploadMistake(
                    Part.CERTIFICATE,
                    "the certificate of " + subject(leaf) + " is not for servers",
                    "ask for one with the extended key usage serverAuth");
        }
    }

    /** Those that can be served; a certificate may be for addresses and odder names too. */
    private static List<HostName> names(X509Certificate leaf) {
        List<HostName> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives =
                    Optional.ofNullable(leaf.getSubjectAlternativeNames()).orElse(List.of());
            for (List<?> alternative : alternatives) {
                if (alternative.get(0).equals(DNS_NAME)) {
                    host(alternative.get(1).toString()).ifPresent(names::add);
                }
            }
        } catch (CertificateParsingException e) {
            throw new UploadMistake(Part.CERTIFICATE, "the names of the certificate cannot be read", "bring another");
        }
        return names;
    }

    private static Optional<HostName> host(String text) {
        try {
            return Optional.of(HostName.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String subject(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return subject.isEmpty() ? names(certificate).toString() : subject;
    }

    private static String issuer(X509Certificate leaf) {
        return leaf.getIssuerX500Principal().getName();
    }

    private static String fingerprint(X509Certificate leaf) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
