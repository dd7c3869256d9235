package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateAuthority;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.OrderJournal;
import dev.berth.proxy.certificate.RenewalInfo;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;

/** An authority that speaks ACME (RFC 8555, renewal information of RFC 9773). */
public final class AcmeAuthority implements CertificateAuthority {
    private final AuthoritySettings settings;
    private final AcmeNetwork network;
    private final AcmeAccount account;
    private final CaaIdentities identities;
    private final Polling polling;
    private final Map<ChallengeKind, ChallengeAnswer> answers;
    private final ChallengeHistory history = new ChallengeHistory();

    /** @throws IllegalArgumentException when the file of trusted authorities cannot be read */
    public AcmeAuthority(AuthoritySettings settings) {
        this.settings = settings;
        this.network = new AcmeNetwork(settings);
        this.account = new AcmeAccount(settings);
        this.identities = new CaaIdentities(network, CaaIdentities.PATIENCE);
        this.polling = new Polling(settings.clock());
        this.answers = ChallengeAnswer.all(settings);
    }

    @Override
    public URI directory() {
        return settings.directory();
    }

    @Override
    public Certificate obtain(CertificateRequest request, OrderJournal journal) {
        AcmeAccount.stored(() -> {
            settings.store().probe();
            return true;
        });
        Optional<HostName> name = Optional.of(request.name());
        return asking("obtaining a certificate for " + request.name(), name, () -> {
            Session session = network.session();
            Login login = account.login(session);
            try {
                return obtain(login, request, journal);
            } catch (AcmeException | AcmeLazyLoadingException e) {
                if (failure("", name, e).kind() != Kind.ACCOUNT_GONE) {
                    throw e;
                }
                account.forget(login);
                return obtain(account.login(session), request, journal);
            }
        });
    }

    private Certificate obtain(Login login, CertificateRequest request, OrderJournal journal)
            throws AcmeException, InterruptedException {
        Validation validation =
                new Validation(request.name(), request.challenges(), settings, polling, answers, history, journal);
        return new Issuance(settings, login, request, journal, validation, polling).run();
    }

    @Override
    public void tidy() {
        answers.values().forEach(ChallengeAnswer::tidy);
    }

    @Override
    public Optional<RenewalInfo> renewalInfo(Certificate certificate) {
        return certificate.ariId().isEmpty()
                ? Optional.empty()
                : asking(
                        "asking for the renewal of " + certificate.names(),
                        Optional.empty(),
                        () -> RenewalQuestion.ask(
                                network.session(),
                                certificate.ariId(),
                                settings.clock().now()));
    }

    /**
     * By which CAA records know it, in lower case: none when it announces none, empty while its directory cannot be read.
     * Waits a few seconds at most.
     */
    public Optional<Set<String>> caaIdentities() {
        return identities.known();
    }

    private interface Question<T> {
        T ask() throws AcmeException, InterruptedException;
    }

    private <T> T asking(String attempt, Optional<HostName> name, Question<T> question) {
        try {
            return question.ask();
        } catch (AcmeException
                | InterruptedException
                | AcmeLazyLoadingException
                | AcmeProtocolException
                | IllegalArgumentException e) {
            throw failure(attempt, name, e);
        }
    }

    private IssuanceFailure failure(String attempt, Optional<HostName> name, Exception e) {
        return AcmeFailure.of(
                attempt,
                settings.directory().getHost(),
                name,
                e,
                settings.clock().now());
    }
}
