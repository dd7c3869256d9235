package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.x509.CertificateChain;
import dev.berth.proxy.x509.CertificateProblem;
import dev.berth.proxy.x509.CertificateProblem.Part;
import dev.berth.proxy.x509.KeyStrength;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A certificate that a person brings, checked before it is kept: what is wrong with it shows here, not in a browser. */
public final class UploadedCertificate {
    private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String FOR_ANYTHING = "2.5.29.37.0";

    private UploadedCertificate() {}

    /**
     * Reads it as {@link CertificateText#read}. Besides, the leaf is for {@code name} and for servers, its key is one that
     * clients take, all are valid at {@code now}, and there are no strangers among them.
     *
     * @throws CertificateProblem with the first thing that is wrong
     */
    public static Certificate read(HostName name, String chainPem, String keyPem, Instant now) {
        CertificateText text = CertificateText.parse(chainPem, keyPem);
        KeyStrength.require(text.leaf());
        CertificateChain.refuseStrangers(text.leaf(), text.present());
        text.chain().forEach(each -> requireValid(each, now));
        requireForServers(text.leaf());
        Certificate read = text.certificate();
        if (!read.covers(name)) {
            throw problem(
                    "the certificate is for "
                            + read.names().stream().map(HostName::text).collect(Collectors.joining(", ")) + ", not for "
                            + name,
                    "upload it under a name that it is for, or have one issued for " + name);
        }
        return read;
    }

    private static void requireValid(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        String whose = "the certificate of " + certificate.getSubjectX500Principal();
        if (!now.isBefore(until)) {
            throw problem(whose + " has expired at " + until, "bring one that is valid now");
        }
        if (now.isBefore(from)) {
            throw problem(
                    whose + " becomes valid only at " + from, "upload it then, or set the clock of this machine right");
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
            throw problem(
                    "the certificate of " + leaf.getSubjectX500Principal() + " is not for servers",
                    "ask for one with the extended key usage serverAuth");
        }
    }

    private static CertificateProblem problem(String what, String remedy) {
        return new CertificateProblem(Part.CERTIFICATE, what, remedy);
    }
}
