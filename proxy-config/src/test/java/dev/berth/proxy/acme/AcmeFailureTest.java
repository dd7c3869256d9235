package dev.berth.proxy.acme;

import static dev.berth.proxy.acme.Scene.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How refusals are sorted, and what a person reads of them. */
@Isolated("it looks at what is logged")
final class AcmeFailureTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private IssuanceFailure ordering(Reply... replies) {
        scene.fake.next("new-order", replies);
        return scene.refusal(request());
    }

    @ParameterizedTest
    @CsvSource({
        "429, rateLimited, RATE_LIMITED",
        "403, userActionRequired, USER_ACTION",
        "403, externalAccountRequired, USER_ACTION",
        "400, rejectedIdentifier, REFUSED",
        "400, unsupportedIdentifier, REFUSED",
        "400, malformed, REFUSED",
        "403, unauthorized, REFUSED",
        "403, caa, CHALLENGE",
        "400, dns, CHALLENGE",
        "400, connection, CHALLENGE",
        "400, tls, CHALLENGE",
        "500, serverInternal, AUTHORITY_AWAY",
        "503, rateLimited, AUTHORITY_AWAY",
        "400, somethingNew, REFUSED",
        "409, alreadyReplaced, REFUSED",
    })
    void problemTypesAreSortedByWhatCanBeDone(int status, String type, Kind kind) {
        IssuanceFailure failure = ordering(Reply.problem(status, type, "their own words"));

        assertEquals(kind, failure.kind());
        assertTrue(failure.getMessage().contains("their own words"), failure.getMessage());
        assertTrue(
                failure.getMessage().startsWith("obtaining a certificate for shop.example.org at 127.0.0.1 failed: "),
                failure.getMessage());
    }

    @Test
    void retryAfterInSecondsIsByOurClock() {
        IssuanceFailure failure = ordering(
                Reply.problem(429, "rateLimited", "too many certificates").with("Retry-After", "3600"));

        assertEquals(Optional.of(scene.clock.now().plusSeconds(3600)), failure.retryAt());
    }

    @Test
    void retryAfterAsADateIsByOurClock() {
        assertIn(7200, ordering(Reply.problem(429, "rateLimited", "too many").with("Retry-After", theirTime(7200))));
    }

    /** By the clock of this machine, which the server's answers tell; ours in these tests is another. */
    private static String theirTime(int secondsFromNow) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(secondsFromNow).atZone(ZoneOffset.UTC));
    }

    private void assertIn(int seconds, IssuanceFailure failure) {
        Duration wait = Duration.between(scene.clock.now(), failure.retryAt().orElseThrow());
        assertTrue(Math.abs(wait.toSeconds() - seconds) < 60, wait.toString());
    }

    @Test
    void anAuthorityInTroubleSaysWhenToComeAgain() {
        IssuanceFailure failure =
                ordering(Reply.text(503, "Service busy; retry later.").with("Retry-After", "120"));

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertEquals(Optional.of(scene.clock.now().plusSeconds(120)), failure.retryAt());
        assertEquals(
                "obtaining a certificate for shop.example.org at 127.0.0.1 failed: HTTP 503: Service busy; retry later;"
                        + " it is tried again",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"503, false, AUTHORITY_AWAY", "503, true, AUTHORITY_AWAY", "429, false, AUTHORITY_AWAY"})
    void whateverSaysWhenToComeAgainMaySayItAsADate(int status, boolean problem, Kind kind) {
        Reply busy = problem ? Reply.problem(status, "serverInternal", "busy") : Reply.text(status, "busy");
        IssuanceFailure failure = ordering(busy.with("Retry-After", theirTime(5400)));

        assertEquals(kind, failure.kind());
        assertIn(5400, failure);
    }

    @Test
    void refusalsOfEveryKindSayWhenToComeAgain() {
        String busy = "{\"type\":\"urn:ietf:params:acme:error:compound\",\"subproblems\":["
                + part("rateLimited", "slow") + "]}";
        Instant soon = scene.clock.now().plusSeconds(90);

        assertEquals(
                Optional.of(soon),
                ordering(problem(busy).with("Retry-After", "90")).retryAt());
        assertEquals(
                Optional.of(soon),
                ordering(Reply.problem(403, "userActionRequired", "terms").with("Retry-After", "90"))
                        .retryAt());
        scene.fake.next("new-acct", Reply.problem(400, "malformed", "later").with("Retry-After", "90"));
        scene.store.accounts.clear();
        assertEquals(Optional.of(soon), scene.refusal(request()).retryAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retry after 2027-13-45 08:00:00 UTC",
                "retry after 2027-02-30T08:00:00Z",
                "retry after 2027-03-03 25:00:00 UTC"
            })
    void aTimeInTheWordsThatIsNoneIsPassedOver(String words) {
        IssuanceFailure failure = ordering(Reply.problem(429, "rateLimited", "too many, " + words));

        assertEquals(Kind.RATE_LIMITED, failure.kind());
        assertEquals(Optional.empty(), failure.retryAt());
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "connection dns, CHALLENGE",
        "dns rejectedIdentifier, REFUSED",
        "dns rateLimited, RATE_LIMITED",
        "rejectedIdentifier rateLimited, RATE_LIMITED",
        "rateLimited userActionRequired, USER_ACTION",
        "serverInternal, AUTHORITY_AWAY",
        "unauthorized, REFUSED",
        "'', REFUSED",
    })
    void aCompoundProblemIsWhatItsWorstPartIs(String types, Kind kind) {
        String parts = Stream.of(types.split(" "))
                .filter(type -> !type.isEmpty())
                .map(type -> part(type, type.equals("unauthorized") ? "it answers: unpause me" : "their words"))
                .collect(Collectors.joining(","));
        IssuanceFailure failure =
                ordering(problem("{\"type\":\"urn:ietf:params:acme:error:compound\",\"subproblems\":[" + parts + "]}"));

        assertEquals(kind, failure.kind(), failure.getMessage());
    }

    @Test
    void theLinkOfACompoundProblemIsThatOfThePartAPersonMustActOn() {
        IssuanceFailure failure = ordering(problem("{\"type\":\"urn:ietf:params:acme:error:compound\",\"subproblems\":["
                + part("connection", "see https://elsewhere.example/") + ","
                + part("userActionRequired", "agree at https://ca.example/terms") + "]}"));

        assertEquals(Optional.of(URI.create("https://ca.example/terms")), failure.link());
        assertTrue(failure.getMessage().contains("; visit https://ca.example/terms;"), failure.getMessage());
    }

    private static String part(String type, String detail) {
        return "{\"type\":\"urn:ietf:params:acme:error:" + type + "\",\"detail\":\"" + detail + "\"}";
    }

    private static Reply problem(String json) {
        return new Reply(403, "application/problem+json", json, java.util.Map.of());
    }

    @Test
    void aBusyAnswerThatIsNoProblemDocumentIsAboutAllThatIsAsked() {
        IssuanceFailure failure =
                ordering(Reply.text(429, "<html>slow down</html>").with("Retry-After", "60"));

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertEquals(Optional.of(scene.clock.now().plusSeconds(60)), failure.retryAt());
    }

    @Test
    void aRetryAfterThatIsNonsenseIsNone() {
        assertEquals(
                Optional.empty(),
                ordering(Reply.problem(429, "rateLimited", "later").with("Retry-After", "soon"))
                        .retryAt());
    }

    @Test
    void theTimeThatOnlyTheWordsTellIsTaken() {
        IssuanceFailure failure = ordering(
                Reply.problem(
                        429,
                        "rateLimited",
                        "too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s, retry"
                                + " after 2027-03-03 08:00:00 UTC: see https://letsencrypt.org/docs/rate-limits/#new-certificates"));

        assertEquals(Optional.of(Instant.parse("2027-03-03T08:00:00Z")), failure.retryAt());
        assertEquals(
                Optional.of(URI.create("https://letsencrypt.org/docs/rate-limits/#new-certificates")), failure.link());
    }

    @Test
    void aPausedNameNeedsAPersonWhoVisitsTheLink() {
        IssuanceFailure failure = ordering(Reply.problem(
                429,
                "rateLimited",
                "Your account is temporarily prevented from requesting certificates for shop.example.org and possibly"
                        + " others. Please visit: https://portal.letsencrypt.org/sfe/v1/unpause?jwt=ey.J.h"));

        assertEquals(Kind.USER_ACTION, failure.kind());
        assertEquals(
                Optional.of(URI.create("https://portal.letsencrypt.org/sfe/v1/unpause?jwt=ey.J.h")), failure.link());
    }

    @Test
    void changedTermsNeedAPersonWhoReadsThem() {
        IssuanceFailure failure = ordering(Reply.problem(403, "userActionRequired", "Terms of service have changed")
                .with("Link", "<https://ca.example/terms-2>;rel=\"terms-of-service\""));

        assertEquals(Kind.USER_ACTION, failure.kind());
        assertEquals(Optional.of(URI.create("https://ca.example/terms-2")), failure.link());
        assertTrue(
                failure.getMessage()
                        .endsWith("Terms of service have changed; visit https://ca.example/terms-2;"
                                + " it is not tried again until then"),
                failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "not a url at all", "data:text/html,x"})
    void whatIsNoPageIsNoLink(String instance) {
        IssuanceFailure failure = ordering(new Reply(
                403,
                "application/problem+json",
                "{\"type\":\"urn:ietf:params:acme:error:userActionRequired\",\"detail\":\"do it\",\"instance\":\""
                        + instance + "\"}",
                java.util.Map.of()));

        assertEquals(Optional.empty(), failure.link());
    }

    @Test
    void whatIsWrongWithEachNameIsTold() {
        IssuanceFailure failure = ordering(new Reply(
                403,
                "application/problem+json",
                """
                {"type":"urn:ietf:params:acme:error:rejectedIdentifier","detail":"Some names were rejected",
                 "subproblems":[{"type":"urn:ietf:params:acme:error:rejectedIdentifier","detail":"forbidden by policy",
                 "identifier":{"type":"dns","value":"shop.example.org"}}]}""",
                java.util.Map.of()));

        assertTrue(
                failure.getMessage().contains("Some names were rejected (shop.example.org: forbidden by policy)"),
                failure.getMessage());
    }

    @Test
    void anExternalAccountThatIsWantedAndNotGivenIsAskedFor() {
        scene.fake.meta = "\"externalAccountRequired\":true,\"website\":\"https://ca.example/\",";
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.USER_ACTION, failure.kind());
        assertEquals(Optional.of(URI.create("https://ca.example/")), failure.link());
        assertEquals(0, scene.fake.count("new-acct"));
    }

    @Test
    void aDirectoryThatIsNoneIsSaidSo() {
        scene.fake.next("directory", new Reply(200, "text/html", "<html>hello</html>", java.util.Map.of()));
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertTrue(failure.getMessage().contains("check that the directory is that of an ACME authority"));
    }

    @Test
    void anAuthorityThatIsNotReachedIsAway() {
        scene.fake.close();
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertEquals(
                "obtaining a certificate for shop.example.org at 127.0.0.1 failed: no connection (ConnectException);"
                        + " check that this machine reaches it (DNS, firewall); it is tried again",
                failure.getMessage());
    }

    @Test
    void anAnswerThatNeverComesIsNotWaitedForWithoutEnd() {
        Duration soon = Duration.ofMillis(300);
        AuthoritySettings usual = AuthoritySettings.of(scene.fake.directory(), scene.store, scene.board, scene.clock);
        AcmeAuthority impatient = new AcmeAuthority(new AuthoritySettings(
                usual.directory(),
                usual.contact(),
                usual.trusted(),
                usual.external(),
                usual.store(),
                usual.board(),
                usual.dns(),
                usual.clock(),
                new Deadlines(soon, soon, soon, soon)));
        scene.fake.next("directory", Reply.SILENCE, Reply.SILENCE);
        IssuanceFailure failure =
                assertThrows(IssuanceFailure.class, () -> impatient.obtain(request(), scene.journal::add));

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
    }

    @Test
    void anAnswerWithoutEndIsNotRead() {
        scene.fake.next("directory", Reply.json(200, "{\"a\":\"" + "x".repeat(2_000_000) + "\"}"));
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertTrue(failure.getMessage().contains("longer than 1048576 bytes"), failure.getMessage());
    }

    @Test
    void anOrderThatIsGivenUpTellsWhy() {
        scene.fake.next("finalize", Reply.json(200, "{\"status\":\"processing\"}"));
        scene.fake.next(
                "order",
                Reply.json(
                        200,
                        "{\"status\":\"ready\",\"finalize\":\""
                                + scene.fake.directory().resolve("/finalize/o2") + "\",\"authorizations\":[]}"),
                Reply.json(
                        200,
                        """
                        {"status":"invalid","authorizations":[],"error":
                        {"type":"urn:ietf:params:acme:error:caa","detail":"CAA record for shop.example.org prevents issuance"}}
                        """));
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.CHALLENGE, failure.kind());
        assertEquals(
                "issuing a certificate for shop.example.org at 127.0.0.1 failed: CAA record for shop.example.org prevents"
                        + " issuance; allow the authority in the domain's CAA records",
                failure.getMessage());
    }

    @Test
    void noSecretIsLogged() {
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, UTF_8));
        try {
            scene.fake.next("new-order", Reply.problem(400, "badNonce", "again"));
            scene.obtain(request());
            scene.fake.failing.put("http-01", "connection");
            scene.refusal(request());
        } finally {
            System.setErr(before);
        }
        String log = logged.toString(UTF_8);
        assertTrue(log.contains("Bad Replay Nonce"), log);
        assertFalse(log.contains("token_of"), log);
        assertFalse(log.contains("PRIVATE KEY"), log);
    }

    @Test
    void noSecretStandsInWhatAFailureShows() {
        scene.obtain(request());
        String key = scene.store.accounts.get(scene.fake.directory()).keyPem();
        scene.fake.next("cert", Reply.CUT, Reply.CUT);
        IssuanceFailure failure = scene.refusal(request());

        StringBuilder shown = new StringBuilder();
        for (Throwable e = failure; e != null; e = e.getCause()) {
            shown.append(e);
        }
        shown.append(scene.journal).append(scene.store.accounts).append(request());
        for (String secret : (key + scene.journal.get(1).keyPem()).split("\n")) {
            assertFalse(!secret.startsWith("-----") && shown.toString().contains(secret), shown.toString());
        }
    }
}
