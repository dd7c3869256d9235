package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.route.HostName;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;

/** How one kind of challenge is answered. */
interface ChallengeAnswer {
    /**
     * Shows the answer; the authority may look as soon as this returns.
     *
     * @return takes it away again, and never fails
     */
    Runnable show(HostName name, TokenChallenge challenge) throws InterruptedException;

    /**
     * Takes away what an earlier run of the daemon has shown and left.
     *
     * @throws dev.berth.proxy.certificate.IssuanceFailure when some of it stays
     */
    default void tidy() {}

    /** The kinds that can be answered here. */
    static Map<ChallengeKind, ChallengeAnswer> all(AuthoritySettings settings) {
        ChallengeBoard board = settings.board();
        Map<ChallengeKind, ChallengeAnswer> answers = new EnumMap<>(ChallengeKind.class);
        answers.put(ChallengeKind.HTTP_01, (name, challenge) -> {
            String token = ((Http01Challenge) challenge).getToken();
            board.show(token, challenge.getAuthorization());
            return () -> board.hide(token);
        });
        answers.put(ChallengeKind.TLS_ALPN_01, (name, challenge) -> {
            Instant now = settings.clock().now();
            HostName asked = Identifiers.serverName(name);
            board.show(asked, ProofCertificate.of(name, ((TlsAlpn01Challenge) challenge).getAcmeValidation(), now));
            return () -> board.hide(asked);
        });
        settings.dns()
                .map(access -> new DnsAnswer(access, settings.store(), settings.clock(), settings.deadlines()))
                .ifPresent(dns -> answers.put(ChallengeKind.DNS_01, dns));
        return answers;
    }
}
