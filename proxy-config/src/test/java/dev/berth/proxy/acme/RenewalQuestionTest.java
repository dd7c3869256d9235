package dev.berth.proxy.acme;

import static dev.berth.proxy.acme.Scene.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.RenewalInfo;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9773 section 4. */
final class RenewalQuestionTest {
    private final Scene scene = new Scene();
    private final Certificate certificate = scene.obtain(request());

    @AfterEach
    void close() {
        scene.close();
    }

    private static String window(String start, String end) {
        return "{\"suggestedWindow\":{\"start\":\"" + start + "\",\"end\":\"" + end + "\"}}";
    }

    private Optional<RenewalInfo> asked(String answer) {
        scene.fake.renewalInfo = answer;
        return scene.authority.renewalInfo(certificate);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-04-30T00:00:00Z, 2027-05-02T00:00:00Z",
        "2020-01-01T00:00:00Z, 2020-01-02T00:00:00Z",
        "2029-01-01T00:00:00Z, 2029-01-02T00:00:00Z",
    })
    void theWindowIsToldAsItIs(String start, String end) {
        RenewalInfo info = asked(window(start, end)).orElseThrow();

        assertEquals(Instant.parse(start), info.start());
        assertEquals(Instant.parse(end), info.end());
        assertEquals(Optional.empty(), info.explanation());
        assertEquals(scene.clock.now().plus(Duration.ofHours(6)), info.askAgainAt());
    }

    @Test
    void timesMayHaveAnyOffset() {
        RenewalInfo info = asked(window("2027-04-30T02:00:00.5+02:00", "2027-05-02T00:00:00Z"))
                .orElseThrow();

        assertEquals(Instant.parse("2027-04-30T00:00:00.5Z"), info.start());
    }

    @Test
    void anExplanationIsKeptAsALink() {
        RenewalInfo info = asked(
                        "{\"suggestedWindow\":{\"start\":\"2027-04-30T00:00:00Z\",\"end\":\"2027-05-02T00:00:00Z\"},"
                                + "\"explanationURL\":\"https://ca.example/incident\"}")
                .orElseThrow();

        assertEquals(Optional.of(URI.create("https://ca.example/incident")), info.explanation());
    }

    @ParameterizedTest
    @CsvSource({"21600, 21600", "1, 60", "0, 60", "9999999, 21600", "864000, 86400", "soon, 21600"})
    void itIsAskedAgainWhenTheAuthorityWishesWithinReason(String retryAfter, long seconds) {
        scene.fake.renewalHeaders = Map.of("Retry-After", retryAfter);
        RenewalInfo info =
                asked(window("2027-04-30T00:00:00Z", "2027-05-02T00:00:00Z")).orElseThrow();

        assertEquals(scene.clock.now().plusSeconds(seconds), info.askAgainAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "nonsense",
                "{\"suggestedWindow\":null}",
                "{\"suggestedWindow\":\"now\"}",
                "{\"suggestedWindow\":{}}",
                "{\"suggestedWindow\":{\"start\":\"2027-04-30T00:00:00Z\"}}",
                "{\"suggestedWindow\":{\"start\":\"tomorrow\",\"end\":\"2027-05-02T00:00:00Z\"}}",
                "{\"suggestedWindow\":{\"start\":1,\"end\":2}}",
                "{\"suggestedWindow\":{\"start\":\"2027-05-02T00:00:00Z\",\"end\":\"2027-05-02T00:00:00Z\"}}",
                "{\"suggestedWindow\":{\"start\":\"2027-05-03T00:00:00Z\",\"end\":\"2027-05-02T00:00:00Z\"}}",
            })
    void nonsenseIsNoAnswer(String answer) {
        assertEquals(Optional.empty(), asked(answer));
    }

    @Test
    void aCertificateThatTheAuthorityDoesNotKnowHasNoWindow() {
        assertEquals(Optional.empty(), asked(""));
        scene.fake.next("renewal-info", Reply.text(404, "not found"));
        assertEquals(Optional.empty(), asked(""));
    }

    @Test
    void anAuthorityInTroubleIsAFailureThatSaysWhenToAskAgain() {
        scene.fake.next("renewal-info", Reply.text(503, "busy").with("Retry-After", "300"));
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, () -> scene.authority.renewalInfo(certificate));

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertEquals(Optional.of(scene.clock.now().plusSeconds(300)), failure.retryAt());
    }

    @Test
    void noAccountIsNeededToAsk() {
        scene.fake.forgetAccounts();
        scene.store.accounts.clear();
        asked(window("2027-04-30T00:00:00Z", "2027-05-02T00:00:00Z")).orElseThrow();

        assertEquals(1, scene.fake.count("new-acct"));
    }
}
