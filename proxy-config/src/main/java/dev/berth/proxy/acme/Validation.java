package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.OrderJournal;
import dev.berth.proxy.route.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * Shows an authority that a name is ours, by one kind of challenge after the other. Each kind is tried once: after one
 * failed, its authorization is void, and the next one needs a new order.
 */
final class Validation {
    private static final Set<Status> FINAL =
            Set.of(Status.VALID, Status.INVALID, Status.EXPIRED, Status.DEACTIVATED, Status.REVOKED);

    /** By type, not by text: the texts of others show what a web server answered. */
    private static final Set<String> NOT_OF_THIS_CHALLENGE = Set.of("rateLimited", "userActionRequired");

    /** One name takes one; each may take minutes. */
    private static final int MOST = 4;

    private final HostName name;
    private final String authority;
    private final Map<ChallengeKind, ChallengeAnswer> answers;
    private final Polling polling;
    private final AuthoritySettings settings;
    private final ChallengeHistory history;
    private final OrderJournal journal;
    private final List<ChallengeKind> left;
    private final List<String> said = new ArrayList<>();
    /** What a person can do about the check that failed last. */
    private String remedy = "look at the challenges that are allowed, and at DNS";

    /** @param kinds those that may be tried, in order; what worked better before comes first */
    Validation(
            HostName name,
            List<ChallengeKind> kinds,
            AuthoritySettings settings,
            Polling polling,
            Map<ChallengeKind, ChallengeAnswer> answers,
            ChallengeHistory history,
            OrderJournal journal) {
        this.name = name;
        this.left = new ArrayList<>(history.order(kinds));
        this.authority = settings.directory().getHost();
        this.polling = polling;
        this.settings = settings;
        this.answers = answers;
        this.history = history;
        this.journal = journal;
    }

    /** @throws IssuanceFailure {@code HINDERED} when nothing that may be tried is set up here */
    void checkThatItIsPossible() {
        boolean wildcard = name.isWildcard();
        if (left.stream().noneMatch(kind -> answers.containsKey(kind) && kind.shows(name))) {
            throw new IssuanceFailure(
                    Kind.HINDERED,
                    "nothing was asked of " + authority + ": it can be shown that " + name + " is ours only "
                            + (wildcard ? "by DNS, which is" : "by challenges that are") + " not set up here; "
                            + (name.isAddress()
                                    ? "an address is shown by http-01 and tls-alpn-01, never by DNS"
                                    : "say how DNS records are written (--dns-provider)"),
                    null);
        }
    }

    /**
     * Has all authorizations of an order validated.
     *
     * @return false when a challenge failed and a new order may still succeed with another kind
     * @throws IssuanceFailure {@code CHALLENGE} when nothing is left to be tried
     */
    boolean of(Order order) throws AcmeException, InterruptedException {
        List<Authorization> all = order.getAuthorizations();
        if (all.size() > MOST) {
            throw new AcmeProtocolException("an order for one name with " + all.size() + " authorizations");
        }
        for (Authorization authorization : all) {
            authorization.fetch();
            if (authorization.getStatus() == Status.PENDING && !solved(authorization)) {
                return false;
            }
        }
        return true;
    }

    private boolean solved(Authorization authorization) throws AcmeException, InterruptedException {
        while (!left.isEmpty()) {
            ChallengeKind kind = left.remove(0);
            Optional<TokenChallenge> challenge = offered(authorization, kind);
            ChallengeAnswer answer = answers.get(kind);
            if (challenge.isEmpty() || answer == null) {
                said.add(kind.text() + ": " + (answer == null ? "not set up here" : "not offered for this name"));
            } else {
                Optional<Runnable> shown = shown(kind, answer, challenge.get());
                if (shown.isPresent()) {
                    return triggered(authorization, kind, challenge.get(), shown.get());
                }
            }
        }
        throw failure();
    }

    private static Optional<TokenChallenge> offered(Authorization authorization, ChallengeKind kind) {
        return authorization.getChallenges().stream()
                .filter(one -> one.getType().equals(kind.text()) && one instanceof TokenChallenge)
                .map(TokenChallenge.class::cast)
                .findFirst();
    }

    /** Empty when the answer cannot even be shown, and another kind may be. */
    private Optional<Runnable> shown(ChallengeKind kind, ChallengeAnswer answer, TokenChallenge challenge)
            throws InterruptedException {
        try {
            return Optional.of(answer.show(name, challenge));
        } catch (IssuanceFailure e) {
            if (e.kind() != Kind.CHALLENGE) {
                throw e;
            }
            said.add(kind.text() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private boolean triggered(Authorization authorization, ChallengeKind kind, TokenChallenge challenge, Runnable hide)
            throws AcmeException, InterruptedException {
        Status seen;
        try {
            if (challenge.getStatus() == Status.PENDING) {
                challenge.trigger();
            }
            seen = polling.until(authorization, FINAL, settings.deadlines().validation());
        } finally {
            hide.run();
        }
        history.note(kind, seen == Status.VALID);
        if (seen == Status.VALID) {
            return true;
        }
        Optional<Problem> problem = offered(authorization, kind).flatMap(TokenChallenge::getError);
        String type = problem.map(AcmeFailure::decisive).map(AcmeFailure::type).orElse("");
        String why = kind.text() + ": "
                + problem.map(AcmeFailure::text)
                        .map(text -> withoutSecrets(text, challenge))
                        .orElseGet(() -> words(seen));
        said.add(why);
        journal.checkFailed(why);
        if (NOT_OF_THIS_CHALLENGE.contains(type)) {
            throw AcmeFailure.of(
                    "validating " + name,
                    authority,
                    Optional.of(name),
                    new AcmeServerException(problem.get()),
                    settings.clock().now());
        }
        remedy = AcmeFailure.challengeRemedy(type);
        forgetHopeless(kind, type);
        if (left.isEmpty()) {
            throw failure();
        }
        return false;
    }

    /** Where the authority does not say why. */
    private String words(Status seen) {
        return FINAL.contains(seen)
                ? "the authorization is " + seen.name().toLowerCase(Locale.ROOT)
                : "the authority did not look within "
                        + settings.deadlines().validation().toSeconds() + " s";
    }

    /** What a kind that follows would fail by just as well: that costs one of few attempts an hour. */
    private void forgetHopeless(ChallengeKind failed, String type) {
        if (type.equals("caa") || type.equals("rejectedIdentifier")) {
            left.clear();
        } else if (type.equals("dns") && failed != ChallengeKind.DNS_01) {
            left.removeIf(kind -> kind != ChallengeKind.DNS_01);
        }
    }

    /** Authorities show what they expected and where they looked. */
    private static String withoutSecrets(String text, TokenChallenge challenge) {
        String authorization = challenge.getAuthorization();
        int dot = authorization.indexOf('.');
        return text.replace(authorization, "…")
                .replace(authorization.substring(0, dot), "…")
                .replace(authorization.substring(dot + 1), "…");
    }

    /** What has failed so far, where nothing more is tried now because of {@code limit}. */
    IssuanceFailure failure(IssuanceFailure limit) {
        left.forEach(kind -> said.add(kind.text() + ": not tried, as " + limit.getMessage()));
        return failure();
    }

    private IssuanceFailure failure() {
        return new IssuanceFailure(
                Kind.CHALLENGE,
                authority + " could not see that " + name + " is ours: " + String.join("; ", said) + "; " + remedy,
                null);
    }
}
