package dev.berth.proxy.x509;

import dev.berth.proxy.x509.CertificateProblem.Part;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way from a leaf to whoever is trusted, each certificate signed by the next. */
public final class CertificateChain {
    private CertificateChain() {}

    /**
     * Leaf first, each signed by the next, without a root that signs itself.
     *
     * @param present the leaf and those that may follow, in any order; what does not belong there is left out
     */
    public static List<X509Certificate> of(X509Certificate leaf, List<X509Certificate> present) {
        Set<X509Certificate> rest = new LinkedHashSet<>(present);
        rest.remove(leaf);
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        for (Optional<X509Certificate> next = signer(leaf, rest); next.isPresent(); ) {
            rest.remove(next.get());
            if (!isRoot(next.get())) {
                chain.add(next.get());
            }
            next = signer(next.get(), rest);
        }
        return chain;
    }

    /** @throws CertificateProblem when one that is present signed none of the others */
    public static void refuseStrangers(X509Certificate leaf, List<X509Certificate> present) {
        for (X509Certificate candidate : present) {
            if (!candidate.equals(leaf) && present.stream().noneMatch(other -> signs(candidate, other))) {
                throw new CertificateProblem(
                        Part.CERTIFICATE,
                        "the certificate of " + candidate.getSubjectX500Principal()
                                + " signed none of the others in the chain",
                        "send the leaf and what lies between it and the root, nothing else");
            }
        }
    }

    private static Optional<X509Certificate> signer(X509Certificate signed, Set<X509Certificate> among) {
        return isRoot(signed)
                ? Optional.empty()
                : among.stream().filter(candidate -> signs(candidate, signed)).findFirst();
    }

    private static boolean isRoot(X509Certificate certificate) {
        return signs(certificate, certificate);
    }

    private static boolean signs(X509Certificate signer, X509Certificate signed) {
        if (!signer.getSubjectX500Principal().equals(signed.getIssuerX500Principal())) {
            return false;
        }
        try {
            signed.verify(signer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
