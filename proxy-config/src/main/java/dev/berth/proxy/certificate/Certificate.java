package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate with its chain and its key, as they are served. What it says about itself is read from the leaf.
 *
 * @param names those it is for (subject alternative names of types dNSName and iPAddress), sorted
 * @param issuer who signed it, for people
 * @param ariId what an authority calls it in RFC 9773: key identifier and serial number; empty without the former
 * @param fingerprint SHA-256 of the leaf in lower-case hex
 * @param chainPem leaf first
 * @param keyPem PKCS #8
 */
public record Certificate(
        List<HostName> names,
        Instant notBefore,
        Instant notAfter,
        String issuer,
        String ariId,
        String fingerprint,
        String chainPem,
        String keyPem) {
    public Certificate {
        names = names.stream().sorted().toList();
    }

    /** How long it is valid in all. */
    public Duration lifetime() {
        return Duration.between(notBefore, notAfter);
    }

    /** Whether a browser that asks for {@code host} takes it: by name, or by a wildcard for its first label. */
    public boolean covers(HostName host) {
        return names.stream().anyMatch(name -> name.covers(host));
    }

    @Override
    public String toString() {
        return "Certificate[" + names + " until " + notAfter + "]";
    }
}
