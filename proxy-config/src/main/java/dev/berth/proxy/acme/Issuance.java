package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.OrderJournal;
import dev.berth.proxy.certificate.PendingOrder;
import dev.berth.proxy.x509.Pem;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** One certificate on its way: ordered or taken up again, validated, finalized, downloaded, checked. */
final class Issuance {
    private static final Set<Status> SETTLED =
            Set.of(Status.READY, Status.PROCESSING, Status.VALID, Status.INVALID, Status.CANCELED);
    private static final Set<Status> OVER = Set.of(Status.VALID, Status.INVALID, Status.CANCELED);

    private static final int MOST_CHAINS = 8;

    private final AuthoritySettings settings;
    private final Login login;
    private final CertificateRequest request;
    private final OrderJournal journal;
    private final Validation validation;
    private final Polling polling;

    Issuance(
            AuthoritySettings settings,
            Login login,
            CertificateRequest request,
            OrderJournal journal,
            Validation validation,
            Polling polling) {
        this.settings = settings;
        this.login = login;
        this.request = request;
        this.journal = journal;
        this.validation = validation;
        this.polling = polling;
    }

    Certificate run() throws AcmeException, InterruptedException {
        Optional<PendingOrder> earlier =
                request.pending().filter(order -> order.issuer().equals(settings.directory()));
        if (earlier.isPresent()) {
            Optional<KeyPair> key = key(earlier.get());
            Optional<Order> order =
                    key.isEmpty() ? Optional.empty() : known(earlier.get().order());
            if (order.isPresent()) {
                return finished(order.get(), key.get(), true);
            }
            journal.unusable(earlier.get());
        }
        return anew();
    }

    private Certificate anew() throws AcmeException, InterruptedException {
        validation.checkThatItIsPossible();
        Ordering ordering = new Ordering(login, request, journal);
        KeyPair key = CertificateKey.make(request.key());
        Order order = ordering.place();
        while (!validation.of(order)) {
            order = another(ordering);
        }
        return finished(order, key, false);
    }

    /** For the kind that follows one that failed. Where that has to wait, the failure counts: it did happen. */
    private Order another(Ordering ordering) throws AcmeException {
        try {
            return ordering.place();
        } catch (IssuanceFailure e) {
            throw e.kind() == Kind.POSTPONED ? validation.failure(e) : e;
        }
    }

    private static Optional<KeyPair> key(PendingOrder order) {
        try {
            return Optional.of(CertificateKey.read(order.keyPem()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An order of earlier, where the authority still knows it and something can come of it. */
    private Optional<Order> known(URI location) throws AcmeException {
        try {
            Order order = login.bindOrder(location.toURL());
            order.fetch();
            return Optional.of(order).filter(one -> Set.of(Status.READY, Status.PROCESSING, Status.VALID)
                    .contains(one.getStatus()));
        } catch (AcmeServerException e) {
            if (AcmeFailure.kind(e.getProblem()) != Kind.REFUSED) {
                throw e;
            }
            return Optional.empty();
        } catch (AcmeNetworkException e) {
            if (e.getCause() instanceof AuthorityTrouble trouble && trouble.status() == 404) {
                return Optional.empty();
            }
            throw e;
        } catch (MalformedURLException e) {
            return Optional.empty();
        }
    }

    private Certificate finished(Order order, KeyPair key, boolean journaled)
            throws AcmeException, InterruptedException {
        Status status = journaled
                ? order.getStatus()
                : polling.until(order, SETTLED, settings.deadlines().issuance());
        if (status == Status.READY) {
            if (!journaled) {
                note(order, key);
            }
            status = finalized(order, key);
        } else if (!OVER.contains(status)) {
            status = polling.until(order, OVER, settings.deadlines().issuance());
        }
        if (status != Status.VALID) {
            throw notIssued(order, status);
        }
        return downloaded(order, key);
    }

    /** Once more when the connection broke before the authority had heard of it, and not when it had. */
    private Status finalized(Order order, KeyPair key) throws AcmeException, InterruptedException {
        byte[] csr = CertificateKey.request(key, request.name());
        try {
            order.execute(csr);
        } catch (AcmeNetworkException | AcmeServerException e) {
            if (e.getCause() instanceof InterruptedIOException
                    || e instanceof AcmeServerException refused
                            && !AcmeFailure.type(refused.getProblem()).equals("orderNotReady")) {
                throw e;
            }
            if (polling.until(order, SETTLED, settings.deadlines().issuance()) == Status.READY) {
                order.execute(csr);
            }
        }
        return polling.until(order, OVER, settings.deadlines().issuance());
    }

    private void note(Order order, KeyPair key) {
        PendingOrder pending = new PendingOrder(
                settings.directory(),
                URI.create(order.getLocation().toString()),
                Pem.text(key.getPrivate()),
                settings.clock().now());
        try {
            journal.placed(pending);
        } catch (IssuanceFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IssuanceFailure(
                    Kind.STORE,
                    "the order for " + request.name() + " could not be kept, so it was not finalized: "
                            + e.getMessage(),
                    e);
        }
    }

    private IssuanceFailure notIssued(Order order, Status status) {
        String authority = settings.directory().getHost();
        if (OVER.contains(status)) {
            return order.getError()
                    .map(problem -> AcmeFailure.of(
                            "issuing a certificate for " + request.name(),
                            authority,
                            Optional.of(request.name()),
                            new AcmeServerException(problem),
                            settings.clock().now()))
                    .orElseGet(() -> new IssuanceFailure(
                            Kind.REFUSED,
                            authority + " gave up the order for " + request.name()
                                    + " without a reason; it is ordered anew",
                            null));
        }
        return new IssuanceFailure(
                Kind.AUTHORITY_AWAY,
                authority + " has not issued the certificate for " + request.name() + " within "
                        + settings.deadlines().issuance().toSeconds() + " s; the order is taken up again",
                // What it told of this order holds for no other, and the order itself is looked at sooner.
                null);
    }

    private Certificate downloaded(Order order, KeyPair key) throws AcmeException {
        org.shredzone.acme4j.Certificate first = order.getCertificate();
        first.download();
        List<X509Certificate> chain = first.getCertificateChain();
        if (!IssuedCertificate.holds(chain)) {
            for (org.shredzone.acme4j.Certificate other :
                    first.getAlternateCertificates().stream().limit(MOST_CHAINS).toList()) {
                other.download();
                if (IssuedCertificate.holds(other.getCertificateChain())) {
                    chain = other.getCertificateChain();
                    break;
                }
            }
        }
        if (!IssuedCertificate.holds(chain)) {
            throw new IssuanceFailure(
                    Kind.USELESS,
                    "the chain that " + settings.directory().getHost() + " sent for " + request.name()
                            + " is " + (chain.isEmpty() ? "empty" : "broken: one certificate is not signed by the next")
                            + "; tell the authority",
                    null);
        }
        return IssuedCertificate.of(chain, key, request.name(), settings.clock().now());
    }
}
