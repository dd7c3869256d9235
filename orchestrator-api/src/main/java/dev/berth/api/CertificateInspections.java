package dev.berth.api;

import dev.berth.api.doctor.Check;
import dev.berth.core.operate.CertificateStatus;
import dev.berth.core.operate.CertificateStatus.State;
import dev.berth.core.operate.Certificates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What {@code berth doctor} looks at of certificates. */
final class CertificateInspections {
    private static final String NAME = "certificates";
    /** Of names that an authority issues for. */
    private static final Set<State> ASKED_FOR =
            Set.of(State.VALID, State.PENDING, State.FAILING, State.USER_ACTION, State.EXPIRED);

    private static final Duration SOON = Duration.ofDays(14);

    private final Certificates certificates;
    private final InstantSource clock;

    CertificateInspections(Certificates certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    /** Each that fails or ends, in a line of its own. */
    Check names() {
        List<CertificateStatus> all = certificates.all();
        Instant now = clock.instant();
        List<String> lines = new ArrayList<>();
        Set<String> remedies = new LinkedHashSet<>();
        String beyond = certificates.trouble();
        boolean bad = !beyond.isEmpty();
        if (bad) {
            lines.add("what changes is not served or not kept: " + beyond);
            remedies.add("mend that; Berth tries again by itself");
        }
        for (CertificateStatus status : all) {
            String trouble = trouble(status, now);
            if (!trouble.isEmpty()) {
                lines.add(status.name() + trouble);
                remedies.add(remedy(status));
                bad |= !serves(status, now) || status.state() == State.USER_ACTION;
            }
        }
        if (lines.isEmpty()) {
            long waiting = all.stream().filter(s -> s.state() == State.PENDING).count();
            return Check.ok(NAME, all.size() + (waiting == 0 ? ", all in order" : ", " + waiting + " being got"));
        }
        String what = String.join("\n", lines);
        String remedy = String.join("; ", remedies);
        return bad ? Check.bad(NAME, what, remedy) : Check.notice(NAME, what, remedy);
    }

    private static String trouble(CertificateStatus status, Instant now) {
        return status.trouble().isEmpty() ? standing(status, now) : ": " + status.trouble();
    }

    private static String standing(CertificateStatus status, Instant now) {
        return switch (status.state()) {
            case FAILING -> " is not got: " + why(status);
            case USER_ACTION -> " waits for you: " + why(status);
            case EXPIRED -> " has expired: " + why(status);
            case UPLOADED -> ending(status, now);
            default -> "";
        };
    }

    private static String why(CertificateStatus status) {
        String why = status.lastError().isEmpty() ? status.why() : status.lastError();
        return why
                + status.nextAttempt()
                        .map(at -> " (next attempt at " + at.truncatedTo(ChronoUnit.SECONDS) + ")")
                        .orElse("");
    }

    private static String ending(CertificateStatus status, Instant now) {
        return status.certificate()
                .map(CertificateStatus.Facts::validUntil)
                .filter(until -> until.isBefore(now.plus(SOON)))
                .map(until -> (until.isBefore(now) ? " has expired at " : " ends at ")
                        + until.truncatedTo(ChronoUnit.SECONDS) + ", and Berth does not renew what was uploaded")
                .orElse("");
    }

    private static String remedy(CertificateStatus status) {
        return switch (status.state()) {
            case UPLOADED -> "upload a new one with  berth certificates upload " + status.name();
            case USER_ACTION ->
                status.link().map(link -> "go to " + link + "  and then  ").orElse("mend that, then  ")
                        + "berth certificates renew " + status.name();
            default ->
                "mend what is said here; Berth tries again by itself, or at once with  berth certificates renew NAME";
        };
    }

    private static boolean serves(CertificateStatus status, Instant now) {
        return status.certificate()
                .filter(facts -> facts.validUntil().isAfter(now))
                .isPresent();
    }

    /** Whether a question as an authority asks it comes back, when a name is to be proven by one. */
    Check challenges(Runnable question) {
        String name = "challenges";
        boolean wanted = certificates.all().stream()
                .anyMatch(status ->
                        ASKED_FOR.contains(status.state()) && !status.name().startsWith("*"));
        if (!wanted) {
            return Check.ok(name, "no domain is to be proven to an authority");
        }
        question.run();
        return Check.ok(name, "a question as an authority asks it comes back by way of the proxy");
    }

    Check files() {
        String name = "certificate files";
        List<String> unread = certificates.unread();
        if (!unread.isEmpty()) {
            return Check.bad(
                    name,
                    "not everything can be read:\n" + String.join("\n", unread),
                    "mend that; Berth reads it again by itself, and has changed nothing of it");
        }
        List<String> broken = certificates.broken();
        return broken.isEmpty()
                ? Check.ok(name, "all are understood")
                : Check.bad(
                        name,
                        "set aside, as they are not understood:\n" + String.join("\n", broken),
                        "restore them from a backup, or remove them: what is wanted is got anew");
    }

    /** Public authorities come to the standard ports only (RFC 8555 section 8.3, RFC 8737 section 3). */
    static Check ports(Settings settings) {
        String name = "validation";
        if (settings.proxy() instanceof Settings.None) {
            return Check.notice(name, "without a proxy no name can be proven", "start the daemon with --proxy managed");
        }
        boolean http = settings.httpPort() == 80;
        boolean https = settings.httpsPort() == 443;
        if (http || https) {
            return Check.ok(
                    name,
                    "names are proven at port " + (http && https ? "80 or 443" : http ? "80" : "443")
                            + ", which the authority must reach");
        }
        if (settings.dnsProvider().isPresent()) {
            return Check.ok(name, "names are proven by DNS");
        }
        return Check.notice(
                name,
                "authorities come to port 80 or 443, the proxy listens on " + settings.httpPort() + " and "
                        + settings.httpsPort(),
                "forward one of those here, use --http-port 80 or --https-port 443, or prove names by --dns-provider");
    }
}
