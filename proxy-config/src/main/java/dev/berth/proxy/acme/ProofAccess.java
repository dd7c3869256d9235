package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.route.HostName;

/** Leads the handshakes of tls-alpn-01 to where proofs are shown. Safe for several threads. */
public interface ProofAccess {
    /**
     * Those for this name too, from when it returns.
     *
     * @throws IssuanceFailure {@code CHALLENGE} when they are not led there in time; {@code INTERRUPTED}
     */
    void lead(HostName name);

    /** Those for this name no more, soon: nobody waits for it, and it does not fail. */
    void release(HostName name);

    /** Whoever asks for a proof is there already. */
    static ProofAccess direct() {
        return new ProofAccess() {
            @Override
            public void lead(HostName name) {}

            @Override
            public void release(HostName name) {}
        };
    }
}
