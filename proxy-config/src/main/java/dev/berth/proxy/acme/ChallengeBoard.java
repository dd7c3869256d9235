package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.preflight.TokenBoard;
import dev.berth.proxy.route.HostName;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is answered to an authority that asks at the moment, and nothing else. Safe for several threads. */
public final class ChallengeBoard implements TokenBoard {
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();
    private final Map<HostName, Proof> proofs = new ConcurrentHashMap<>();
    private final ProofAccess access;

    /** The self-signed certificate that a tls-alpn-01 challenge asks for (RFC 8737 section 3). */
    public record Proof(X509Certificate certificate, PrivateKey key) {
        @Override
        public String toString() {
            return "Proof[" + certificate.getSubjectX500Principal() + "]";
        }
    }

    /** Whose proofs are asked for where they are shown. */
    public ChallengeBoard() {
        this(ProofAccess.direct());
    }

    /** @param access makes that proofs are asked for where they are shown */
    public ChallengeBoard(ProofAccess access) {
        this.access = access;
    }

    /** What http-01 is answered with; empty for a token that nobody asked us to show. */
    public Optional<String> authorization(String token) {
        return Optional.ofNullable(authorizations.get(token));
    }

    /** What tls-alpn-01 is answered with for a name. */
    public Optional<Proof> proof(HostName name) {
        return Optional.ofNullable(proofs.get(name));
    }

    /** Whether nobody is answered at the moment. */
    public boolean isEmpty() {
        return authorizations.isEmpty() && proofs.isEmpty();
    }

    @Override
    public void show(String token, String authorization) {
        authorizations.put(token, authorization);
    }

    /**
     * Returns when the proof can be asked for; when it fails the proof is not shown.
     *
     * @throws IssuanceFailure {@code CHALLENGE} when it cannot; {@code INTERRUPTED}
     */
    void show(HostName name, Proof proof) {
        proofs.put(name, proof);
        try {
            access.lead(name);
        } catch (RuntimeException e) {
            hide(name);
            throw e;
        }
    }

    @Override
    public void hide(String token) {
        authorizations.remove(token);
    }

    void hide(HostName name) {
        proofs.remove(name);
        access.release(name);
    }
}
