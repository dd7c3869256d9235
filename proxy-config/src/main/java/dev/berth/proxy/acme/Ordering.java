package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.OrderJournal;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * Places the orders of one request. What is only wished for is left out when the authority does not know it: the
 * profile, and which certificate is replaced.
 */
final class Ordering {
    /** By which authorities refuse to take an order as the one that replaces another. */
    private static final Set<String> NOT_REPLACED =
            Set.of("alreadyReplaced", "malformed", "unauthorized", "conflict", "notFound");

    /** The only kind of certificate that Let's Encrypt issues for addresses. */
    private static final String SHORT_LIVED = "shortlived";

    private final Login login;
    private final CertificateRequest request;
    private final OrderJournal journal;
    private Optional<String> replaces;
    private Optional<String> profile;

    Ordering(Login login, CertificateRequest request, OrderJournal journal) throws AcmeException {
        this.login = login;
        this.request = request;
        this.journal = journal;
        boolean knowsRenewal =
                login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
        Set<String> profiles = login.getSession().getMetadata().getProfiles();
        this.replaces = request.replaces().filter(id -> knowsRenewal && !id.isEmpty());
        this.profile = Optional.of(SHORT_LIVED)
                .filter(name -> request.name().isAddress() && profiles.contains(name))
                .or(() -> request.profile().filter(profiles::contains));
    }

    Order place() throws AcmeException {
        while (true) {
            OrderBuilder builder = login.newOrder().identifier(Identifiers.of(request.name()));
            replaces.ifPresent(builder::replaces);
            profile.ifPresent(builder::profile);
            journal.ordering();
            try {
                return builder.create();
            } catch (AcmeServerException e) {
                String type = AcmeFailure.type(e.getProblem());
                if (profile.isPresent() && type.equals("invalidProfile")) {
                    profile = Optional.empty();
                } else if (replaces.isPresent() && NOT_REPLACED.contains(type)) {
                    replaces = Optional.empty();
                    journal.notReplaced();
                } else {
                    throw e;
                }
            }
        }
    }
}
