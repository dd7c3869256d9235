package dev.berth.core.store;

import static dev.berth.core.store.TestStore.BLOG;
import static dev.berth.core.store.TestStore.REDIS;
import static dev.berth.core.store.TestStore.SHOP;
import static dev.berth.core.store.TestStore.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.release.Everything;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WishesTest {

    @TempDir
    Path data;

    private TestStore berth;

    @BeforeEach
    void open() {
        berth = TestStore.in(data);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    @Test
    void nothingIsWishedAtFirst() {
        assertEquals("3 runs", accepted(3));
        assertEquals("3 runs", defined(3));
        assertEquals("[]", wishes().stopped(SHOP).toString());
    }

    @Test
    void stoppedStaysStoppedWhateverIsDefinedUntilItIsStarted() {
        wishes().stop(SHOP, WEB, true);
        berth = berth.reopened();
        assertEquals("3 stopped", accepted(3));
        assertEquals("5 stopped", defined(5));
        assertEquals("[web]", wishes().stopped(SHOP).toString());
        wishes().stop(SHOP, WEB, false);
        assertEquals("3 runs", accepted(3));
        assertEquals("[]", wishes().stopped(SHOP).toString());
    }

    @Test
    void anotherNumberStandsUntilTheDefinitionSaysSomethingElse() {
        wishes().scale(SHOP, WEB, 7, 3);
        berth = berth.reopened();
        assertEquals("7 runs", defined(3));
        assertEquals("7 runs", accepted(3));
        assertEquals("2 runs", defined(2));
    }

    @Test
    void whatIsAcceptedHasTheWishedNumberAlsoWhenTheDefinitionHasAnother() {
        wishes().scale(SHOP, WEB, 7, 3);
        assertEquals("7 runs", accepted(2));
    }

    @Test
    void aWishForANumberStartsNothingAndAWishToStopLeavesTheNumber() {
        wishes().scale(SHOP, WEB, 7, 3);
        wishes().stop(SHOP, WEB, true);
        assertEquals("7 stopped", defined(3));
        wishes().scale(SHOP, WEB, 8, 3);
        assertEquals("8 stopped", defined(3));
        assertEquals("2 stopped", defined(2));
    }

    @Test
    void whatIsForgottenIsAsDefined() {
        wishes().scale(SHOP, WEB, 7, 3);
        wishes().stop(SHOP, WEB, true);
        wishes().forget(SHOP, WEB);
        assertEquals("3 runs", defined(3));
    }

    @Test
    void aWishIsForOneApplicationOfOneProject() {
        wishes().stop(SHOP, REDIS, true);
        wishes().stop(BLOG, WEB, true);
        wishes().scale(BLOG, WEB, 7, 3);
        assertEquals("3 runs", defined(3));
        assertEquals("3 runs", accepted(3));
    }

    private Wishes wishes() {
        return berth.store.wishes();
    }

    private String accepted(int replicas) {
        return told(wishes().upon(state(replicas)));
    }

    private String defined(int replicas) {
        return told(wishes().uponDefined(state(replicas)));
    }

    private static DesiredState state(int replicas) {
        return new DesiredState(
                SHOP, List.of(Everything.application().withStopped(false).withReplicas(replicas)));
    }

    private static String told(DesiredState state) {
        DesiredApplication web = state.applications().get(0);
        return web.replicas() + (web.stopped() ? " stopped" : " runs");
    }
}
