package dev.berth.proxy.acme;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/** What went wrong with an authority, sorted and in plain words. The one place that knows its error codes. */
final class AcmeFailure {
    private static final String COMPOUND = "compound";
    private static final Pattern LINK = Pattern.compile("https://[^\\s\"'<>]+[^\\s\"'<>.,:;)]");
    private static final Pattern RETRY =
            Pattern.compile("retry after (\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(?: ?UTC|Z)");
    private static final Pattern PAUSED =
            Pattern.compile("(?i)unpause|\\bpaused\\b|temporarily prevented from requesting");

    /** As Boulder words it: "too many new orders (300) from this account", "Service busy; retry later". */
    private static final Pattern OF_ALL = Pattern.compile(
            "(?i)new orders|new registrations|from this (account|ip)|service busy|rate limit for ['\"]?/|too many requests");

    private static final Pattern OF_THESE_NAMES = Pattern.compile("(?i)exact set of (identifiers|domains)");

    private AcmeFailure() {}

    /**
     * @param attempt what was asked, such as {@code ordering a certificate for shop.example.org}
     * @param authority the host of its directory
     * @param name which it was asked for; a limit whose words name it, or a domain that it lies in, is its own
     */
    static IssuanceFailure of(String attempt, String authority, Optional<HostName> name, Throwable e, Instant now) {
        if (e instanceof IssuanceFailure failure) {
            return failure;
        }
        if (e instanceof AcmeLazyLoadingException lazy) {
            return of(attempt, authority, name, lazy.getCause(), now);
        }
        String begin = attempt + " at " + authority + " failed: ";
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new IssuanceFailure(Kind.INTERRUPTED, attempt + " at " + authority + " was interrupted", e);
        }
        if (e instanceof AcmeServerException server) {
            try {
                return refused(begin, name, server, now);
            } catch (AcmeProtocolException | IllegalArgumentException nonsense) {
                return notUnderstood(begin, nonsense);
            }
        }
        return e instanceof AcmeProtocolException || e instanceof IllegalArgumentException
                ? notUnderstood(begin, e)
                : away(attempt, authority, e);
    }

    private static IssuanceFailure notUnderstood(String begin, Throwable e) {
        return new IssuanceFailure(
                Kind.AUTHORITY_AWAY,
                begin + "its answer was not understood (" + harmless(e)
                        + "); check that the directory is that of an ACME authority",
                null);
    }

    private static IssuanceFailure away(String attempt, String authority, Throwable e) {
        String begin = attempt + " at " + authority + " failed: ";
        Optional<IOException> io = io(e);
        if (io.filter(InterruptedIOException.class::isInstance).isPresent()) {
            return new IssuanceFailure(Kind.INTERRUPTED, attempt + " at " + authority + " was interrupted", e);
        }
        if (io.isPresent() && io.get() instanceof AuthorityTrouble trouble) {
            // Without a word of what it is about, 429 too is about all that is asked.
            return new IssuanceFailure(
                    Kind.AUTHORITY_AWAY,
                    begin + plain(trouble.getMessage()) + "; "
                            + (trouble.status() < 500 && trouble.status() != 429
                                    ? "check that the directory is that of an ACME authority"
                                    : "it is tried again"),
                    trouble.retryAt(),
                    Optional.empty(),
                    e);
        }
        if (io.filter(SSLException.class::isInstance).isPresent()) {
            return new IssuanceFailure(
                    Kind.AUTHORITY_AWAY,
                    begin + "its own HTTPS is not believed (" + plain(io.get().getMessage())
                            + "); name the file with its certificate authority (--acme-ca-file), and check this"
                            + " machine's clock",
                    e);
        }
        return new IssuanceFailure(
                Kind.AUTHORITY_AWAY,
                begin + io.map(AcmeFailure::words).orElse(harmless(e))
                        + "; check that this machine reaches it (DNS, firewall); it is tried again",
                e);
    }

    private static IssuanceFailure refused(String begin, Optional<HostName> name, AcmeServerException e, Instant now) {
        Problem whole = e.getProblem();
        Problem problem = decisive(whole);
        String text = text(problem);
        boolean its = kind(whole) == Kind.RATE_LIMITED
                && name.filter(one -> isNamed(one, text)).isPresent();
        Kind kind = its ? Kind.NAME_LIMITED : kind(whole);
        Optional<URI> link =
                switch (kind) {
                    case USER_ACTION -> userLink(e, problem, text);
                    case RATE_LIMITED, NAME_LIMITED -> link(text).or(() -> documents(e));
                    default -> problem.getInstance();
                };
        link = link.filter(AcmeFailure::isPage);
        return new IssuanceFailure(
                kind,
                begin + text(whole) + "; " + remedy(kind, problem, link),
                retryAt(e, text, now),
                link,
                // The exception's own message is that of the authority, whole; it stands in ours.
                null);
    }

    static Kind kind(Problem problem) {
        String text = text(problem);
        return switch (type(problem)) {
            case "accountDoesNotExist" -> Kind.ACCOUNT_GONE;
            case "rateLimited" -> limited(text);
            case "userActionRequired", "externalAccountRequired" -> Kind.USER_ACTION;
            case "badNonce", "serverInternal" -> Kind.AUTHORITY_AWAY;
            case "caa", "connection", "dns", "incorrectResponse", "tls" -> Kind.CHALLENGE;
            case "unauthorized" ->
                text.contains("unpause")
                        ? Kind.USER_ACTION
                        : text.contains("deactivated") ? Kind.ACCOUNT_GONE : Kind.REFUSED;
            case COMPOUND -> compound(problem);
            default -> Kind.REFUSED;
        };
    }

    /** What is said of the account, or of all who ask, holds up every name. */
    private static Kind limited(String text) {
        return PAUSED.matcher(text).find()
                ? Kind.USER_ACTION
                : OF_ALL.matcher(text).find() ? Kind.AUTHORITY_AWAY : Kind.RATE_LIMITED;
    }

    /** Whether words tell of all names that were asked for, of that one, or of a domain that it lies in. */
    static boolean isNamed(HostName name, String text) {
        return OF_THESE_NAMES.matcher(text).find()
                || domains(name)
                        // Part of no longer name, and no link.
                        .map(domain -> "(?i)(?<![\\w./-])" + Pattern.quote(domain) + "(?![\\w-]|\\.\\w)")
                        .anyMatch(
                                domain -> Pattern.compile(domain).matcher(text).find());
    }

    private static Stream<String> domains(HostName name) {
        return name.isAddress()
                ? Stream.of(name.text())
                : Stream.iterate(
                        name.text(),
                        domain -> domain.contains("."),
                        domain -> domain.substring(domain.indexOf('.') + 1));
    }

    /** What keeps all from being issued goes first; else one part that is refused makes the whole refused. */
    private static Kind compound(Problem problem) {
        Set<Kind> kinds = problem.getSubProblems().stream()
                .map(AcmeFailure::kindOfPart)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
        for (Kind first : List.of(Kind.USER_ACTION, Kind.AUTHORITY_AWAY, Kind.RATE_LIMITED)) {
            if (kinds.contains(first)) {
                return first;
            }
        }
        return kinds.size() == 1 ? kinds.iterator().next() : Kind.REFUSED;
    }

    /** By type where the words may be those of the web server that the authority looked at. */
    private static Kind kindOfPart(Problem part) {
        return type(part).equals("unauthorized") ? Kind.REFUSED : kind(part);
    }

    /** The part of a compound problem that made it what it is; any other problem itself. */
    static Problem decisive(Problem problem) {
        return !type(problem).equals(COMPOUND)
                ? problem
                : problem.getSubProblems().stream()
                        .filter(part -> kindOfPart(part) == kind(problem))
                        .findFirst()
                        .map(AcmeFailure::decisive)
                        .orElse(problem);
    }

    private static String remedy(Kind kind, Problem problem, Optional<URI> link) {
        return switch (kind) {
            case USER_ACTION ->
                type(problem).equals("externalAccountRequired")
                        ? "give the key id and the HMAC key of your account there"
                        : link.map(uri -> "visit " + uri).orElse("ask the authority what is to be done")
                                + "; it is not tried again until then";
            case RATE_LIMITED, NAME_LIMITED -> "it is tried again when the authority allows it";
            case AUTHORITY_AWAY -> "it is tried again";
            case ACCOUNT_GONE -> "a new account is made";
            case CHALLENGE -> challengeRemedy(type(problem));
            default ->
                switch (type(problem)) {
                    case "rejectedIdentifier", "unsupportedIdentifier" -> "the authority issues nothing for that name";
                    case "invalidContact", "unsupportedContact" -> "correct the e-mail address (--acme-email)";
                    default -> "see what the authority says of it";
                };
        };
    }

    /** What a person can do about a challenge that failed. */
    static String challengeRemedy(String type) {
        return switch (type) {
            case "dns" -> "let the name's DNS records (A, and AAAA if there is one) lead to this machine";
            case "connection" ->
                "let ports 80 and 443 be reached from outside, and the name's A and AAAA records both lead here";
            case "caa" -> "allow the authority in the domain's CAA records";
            default -> "something else answers for the name: look where its A and AAAA records lead";
        };
    }

    /** The short name of RFC 8555 section 6.7; empty where the problem names none. */
    static String type(Problem problem) {
        String type =
                problem.asJSON().get("type").map(value -> value.asString()).orElse("");
        return type.substring(type.lastIndexOf(':') + 1);
    }

    /** The authority's words, those on each name behind. */
    static String text(Problem problem) {
        String own = problem.getDetail().or(problem::getTitle).orElse(type(problem));
        String parts = problem.getSubProblems().stream()
                .map(part -> part.asJSON()
                                .get("identifier")
                                .optional()
                                .map(id -> id.asObject().get("value").asString() + ": ")
                                .orElse("")
                        + text(part))
                .reduce((one, other) -> one + ", " + other)
                .map(all -> " (" + all + ")")
                .orElse("");
        return plain(own + parts);
    }

    /** The detail of a problem document, as far as it can be read. */
    static String detail(InputStream problem) {
        try {
            return new ObjectMapper().readTree(problem).path("detail").asText();
        } catch (IOException e) {
            return "";
        }
    }

    /** One line, not endless. */
    static String plain(String text) {
        String line =
                text == null ? "" : text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        line = line.length() > 800 ? line.substring(0, 800) + "…" : line;
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static Optional<Instant> retryAt(AcmeServerException e, String text, Instant now) {
        Optional<Instant> header = e.getCause() instanceof AuthorityTrouble trouble
                ? trouble.retryAt()
                : e instanceof AcmeRateLimitedException limited ? limited.getRetryAfter() : Optional.empty();
        return header.or(() -> written(text)).map(at -> at.isBefore(now) ? now : at);
    }

    private static Optional<Instant> written(String text) {
        Matcher written = RETRY.matcher(text);
        try {
            return written.find()
                    ? Optional.of(Instant.parse(written.group(1) + "T" + written.group(2) + "Z"))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            // Such as a thirteenth month: no date.
            return Optional.empty();
        }
    }

    private static Optional<URI> userLink(AcmeServerException e, Problem problem, String text) {
        Optional<URI> terms = e instanceof AcmeUserActionRequiredException action
                ? problem.getInstance().or(action::getTermsOfServiceUri)
                : Optional.empty();
        return terms.or(() -> link(text)).or(problem::getInstance).or(() -> documents(e));
    }

    private static Optional<URI> documents(AcmeServerException e) {
        return e instanceof AcmeRateLimitedException limited
                ? limited.getDocuments().stream().findFirst().map(url -> URI.create(url.toString()))
                : Optional.empty();
    }

    private static Optional<URI> link(String text) {
        Matcher link = LINK.matcher(text);
        try {
            return link.find() ? Optional.of(URI.create(link.group())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it may be shown as a link. */
    static boolean isPage(URI link) {
        return "https".equals(link.getScheme()) || "http".equals(link.getScheme());
    }

    private static Optional<IOException> io(Throwable e) {
        return Stream.iterate(e, one -> one != null, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .findFirst();
    }

    /** What an exception says of a connection. */
    static String words(IOException e) {
        return Optional.ofNullable(e.getMessage())
                .map(AcmeFailure::plain)
                .orElse("no connection (" + e.getClass().getSimpleName() + ")");
    }

    /** acme4j shows whole answers in some messages, and with them tokens. */
    private static String harmless(Throwable e) {
        String message = Optional.ofNullable(e.getMessage()).orElse("");
        boolean telling =
                message.contains("{") || message.toLowerCase(Locale.ROOT).contains("token");
        return message.isEmpty() || telling ? e.getClass().getSimpleName() : plain(message);
    }
}
