package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.RenewalInfo;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSON;

/** Asks when a certificate should be renewed (RFC 9773 section 4). */
final class RenewalQuestion {
    private static final Duration SOONEST = Duration.ofMinutes(1);
    private static final Duration USUAL = Duration.ofHours(6);
    private static final Duration LATEST = Duration.ofDays(1);

    private RenewalQuestion() {}

    /** @return empty when the authority does not say, or says nonsense */
    static Optional<RenewalInfo> ask(Session session, String ariId, Instant now) throws AcmeException {
        Optional<URL> base = session.resourceUrlOptional(Resource.RENEWAL_INFO);
        if (base.isEmpty()) {
            return Optional.empty();
        }
        String text = base.get().toString();
        try (Connection connection = session.connect()) {
            URL url = URI.create(text + (text.endsWith("/") ? "" : "/") + ariId).toURL();
            connection.sendRequest(url, session, null);
            return read(connection.readJsonResponse(), connection.getRetryAfter(), now);
        } catch (AcmeServerException e) {
            return unknown(e);
        } catch (AcmeNetworkException e) {
            if (e.getCause() instanceof AuthorityTrouble trouble && trouble.status() < 500 && trouble.status() != 429) {
                return Optional.empty();
            }
            throw e;
        } catch (AcmeProtocolException | MalformedURLException e) {
            return Optional.empty();
        }
    }

    private static Optional<RenewalInfo> unknown(AcmeServerException e) throws AcmeServerException {
        return switch (AcmeFailure.kind(e.getProblem())) {
            case RATE_LIMITED, AUTHORITY_AWAY, USER_ACTION -> throw e;
            default -> Optional.empty();
        };
    }

    private static Optional<RenewalInfo> read(JSON answer, Optional<Instant> comeBack, Instant now) {
        try {
            JSON window = answer.get("suggestedWindow").asObject();
            Instant start = instant(window.get("start").asString());
            Instant end = instant(window.get("end").asString());
            if (!start.isBefore(end)) {
                return Optional.empty();
            }
            Instant again = comeBack.orElse(now.plus(USUAL));
            again = again.isBefore(now.plus(SOONEST)) ? now.plus(SOONEST) : again;
            again = again.isAfter(now.plus(LATEST)) ? now.plus(LATEST) : again;
            return Optional.of(new RenewalInfo(start, end, explanation(answer), again));
        } catch (AcmeProtocolException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Instant instant(String text) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    }

    /** Only an address that may be shown as a link. */
    private static Optional<URI> explanation(JSON answer) {
        try {
            return answer.get("explanationURL")
                    .optional()
                    .map(value -> URI.create(value.asString()))
                    .filter(AcmeFailure::isPage);
        } catch (IllegalArgumentException | AcmeProtocolException e) {
            return Optional.empty();
        }
    }
}
