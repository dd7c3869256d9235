package dev.berth.proxy.acme;

import static dev.berth.proxy.acme.Scene.request;
import static dev.berth.proxy.acme.Scene.takingUp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.PendingOrder;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders that a crash, or a broken connection, left unfinished. */
final class PendingOrderTest {
    private static final Reply[] DEAD = Collections.nCopies(12, Reply.CUT).toArray(Reply[]::new);

    /** What cannot be finished is told before it is followed. */
    private static final List<String> LOST = List.of("unusable", "order");

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    /** The order is journaled and ready, and nothing was finalized. */
    private PendingOrder ready() {
        try {
            scene.authority.obtain(request(), order -> {
                scene.journal.add(order);
                throw new IllegalStateException("killed");
            });
        } catch (IssuanceFailure expected) {
            return scene.journal.get(0);
        }
        throw new AssertionError("it was not interrupted");
    }

    @Test
    void oneThatIsReadyIsFinalizedWithTheSameKey() {
        PendingOrder pending = ready();
        Certificate got = scene.obtain(takingUp(pending));

        assertEquals(pending.keyPem(), got.keyPem());
        assertEquals(1, scene.fake.count("new-order"));
        assertEquals(1, scene.fake.count("finalize"));
    }

    @Test
    void oneThatWasCutOffInFinalizeIsFinishedWithTheSameKey() {
        scene.fake.next("finalize", DEAD);
        IssuanceFailure failure = scene.refusal(request());
        assertEquals(Kind.AUTHORITY_AWAY, failure.kind(), failure.getMessage());
        PendingOrder pending = scene.journal.get(0);
        scene.fake.drop("finalize");

        Certificate got = scene.obtain(takingUp(pending));
        assertEquals(pending.keyPem(), got.keyPem());
        assertEquals(1, scene.fake.count("new-order"));
    }

    @Test
    void oneThatHadBeenFinalizedUnheardIsWaitedForAndDownloaded() {
        scene.fake.slowness = 3;
        scene.fake.next("cert", Reply.CUT, Reply.CUT);
        assertEquals(Kind.AUTHORITY_AWAY, scene.refusal(request()).kind());

        Certificate got = scene.obtain(takingUp(scene.journal.get(0)));
        assertEquals(scene.journal.get(0).keyPem(), got.keyPem());
        assertEquals(1, scene.fake.count("new-order"));
        assertEquals(1, scene.fake.count("finalize"));
    }

    @Test
    void oneThatIsInvalidIsFollowedByANewOrder() {
        PendingOrder pending = ready();
        scene.fake.end(pending.order(), "invalid");

        Certificate got = scene.obtain(takingUp(pending));
        assertNotEquals(pending.keyPem(), got.keyPem());
        assertEquals(2, scene.fake.count("new-order"));
        assertEquals(LOST, scene.counted);
    }

    @Test
    void oneThatTheAuthorityDoesNotKnowIsFollowedByANewOrder() {
        PendingOrder pending = ready();
        URI unknown = URI.create(pending.order() + "0");

        scene.obtain(takingUp(new PendingOrder(pending.issuer(), unknown, pending.keyPem(), pending.placedAt())));
        assertEquals(2, scene.fake.count("new-order"));
        assertEquals(LOST, scene.counted);
    }

    @Test
    void oneOfAnotherAuthorityIsLeftAlone() {
        PendingOrder pending = ready();
        URI elsewhere = URI.create("https://acme.example.org/directory");

        scene.obtain(takingUp(new PendingOrder(elsewhere, pending.order(), pending.keyPem(), pending.placedAt())));
        assertEquals(2, scene.fake.count("new-order"));
        assertEquals(List.of("order"), scene.counted);
    }

    @Test
    void oneWhoseKeyCannotBeReadIsFollowedByANewOrder() {
        PendingOrder pending = ready();

        scene.obtain(takingUp(new PendingOrder(pending.issuer(), pending.order(), "garbage", pending.placedAt())));
        assertEquals(2, scene.fake.count("new-order"));
        assertEquals(LOST, scene.counted);
    }

    @Test
    void oneOfAnAccountThatIsGoneIsFollowedByANewAccountAndANewOrder() {
        PendingOrder pending = ready();
        scene.fake.forgetAccounts();

        scene.obtain(takingUp(pending));
        assertEquals(2, scene.fake.count("new-acct"));
        assertEquals(2, scene.fake.count("new-order"));
        assertEquals(LOST, scene.counted);
    }

    @Test
    void anAuthorityThatIsAwayDoesNotCostTheOrder() {
        PendingOrder pending = ready();
        scene.fake.next("order", Reply.text(503, "maintenance"));

        assertEquals(Kind.AUTHORITY_AWAY, scene.refusal(takingUp(pending)).kind());
        assertEquals(List.of(), scene.counted);
        scene.obtain(takingUp(pending));
        assertEquals(1, scene.fake.count("new-order"));
    }
}
