package dev.berth.proxy.acme;

import static dev.berth.proxy.acme.Scene.request;
import static dev.berth.proxy.acme.Scene.takingUp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.PendingOrder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long an authority is waited for that is not done at once, whatever it says of that. */
final class PollingTest {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aCheckThatIsSaidToTakeADayAndIsDoneSoonIsWaitedFor() {
        scene.fake.slowness = 3;
        scene.fake.retryAfter = "86400";
        scene.obtain(request());

        assertEquals(List.of("order"), scene.counted);
        assertTrue(scene.clock.elapsed().compareTo(Duration.ofMinutes(2)) < 0, scene.clock.waits.toString());
    }

    @Test
    void anAnswerIsShownUntilOurPatienceIsOverWhateverIsSaid() {
        scene.fake.slowness = 1_000_000;
        scene.fake.retryAfter = "86400";
        IssuanceFailure failure = scene.refusal(request());

        assertTrue(failure.getMessage().contains("did not look within 180 s"), failure.getMessage());
        assertEquals(Duration.ofSeconds(180), scene.clock.elapsed());
        assertTrue(scene.board.isEmpty());
    }

    @Test
    void aShortTimeThatIsToldIsWaitedFor() {
        scene.fake.slowness = 2;
        scene.fake.retryAfter = "7";
        scene.obtain(request());

        assertEquals(Duration.ofSeconds(7), scene.clock.waits.get(0));
    }

    @Test
    void anOrderThatIsSaidToTakeADayIsTakenUpAgainAndHoldsUpNobodyForADay() {
        scene.fake.retryAfter = "86400";
        IssuanceFailure failure = assertThrows(
                IssuanceFailure.class,
                () -> scene.authority.obtain(request(), order -> {
                    scene.journal.add(order);
                    scene.fake.slowness = 1_000_000;
                }));
        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertEquals(Optional.empty(), failure.retryAt());
        assertTrue(failure.getMessage().contains("within 300 s; the order is taken up again"), failure.getMessage());
        assertTrue(scene.clock.elapsed().compareTo(Duration.ofSeconds(300)) >= 0, scene.clock.waits.toString());

        PendingOrder pending = scene.journal.get(0);
        scene.fake.end(pending.order(), "valid");
        Certificate got = scene.obtain(takingUp(pending));
        assertEquals(pending.keyPem(), got.keyPem());
        assertEquals(1, scene.fake.count("new-order"));
    }

    @Test
    void anAuthorityThatIsAwayForHalfAMinuteFindsTheAnswerStillThere() {
        scene.fake.next("authz", Reply.USUAL, Reply.text(503, ""), Reply.text(503, ""), Reply.text(503, ""));
        scene.obtain(request());

        assertEquals(List.of("order"), scene.counted);
        assertEquals(3, Collections.frequency(scene.clock.waits, AFTER_FAILURE));
    }

    @Test
    void whoeverIsInTroubleForLongerThanWeWaitIsNotWaitedFor() {
        scene.fake.next("authz", Reply.USUAL, Reply.text(503, "").with("Retry-After", "181"));
        IssuanceFailure failure = scene.refusal(request());

        assertEquals(Kind.AUTHORITY_AWAY, failure.kind());
        assertEquals(Optional.of(scene.clock.now().plusSeconds(181)), failure.retryAt());
        assertEquals(List.of(), scene.clock.waits);
    }
}
