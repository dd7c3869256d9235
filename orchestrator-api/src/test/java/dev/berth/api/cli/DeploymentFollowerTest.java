package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentFollowerTest {
    private static final String EVENTS = "GET /api/v1/deployments/7/events?format=text";
    private static final String STREAM = "Content-Type: text/event-stream";

    private final Wire wire = new Wire();

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItBroke() {
        wire.on(EVENTS, 200, ": hello\n\nid: 1\ndata: web\tstep\tbuild\t\n\nid: 2\ndata: web\tprog", STREAM);
        wire.on(EVENTS, 503, "starting\n");
        wire.on(
                EVENTS,
                200,
                "id: 2\ndata: web\tprogress\t#5 RUN npm ci\t\n\nid: 3\ndata: \tfinished:succeeded\t\t\n\n",
                STREAM);

        assertEquals(0, wire.run("follow", "7"));
        assertEquals(
                """
                web: build
                waiting for the daemon: it ended the connection
                web | #5 RUN npm ci
                succeeded
                """,
                wire.out);
        assertEquals(
                "(none) 1 1",
                wire.header(0, "Last-event-id") + " " + wire.header(1, "Last-event-id") + " "
                        + wire.header(2, "Last-event-id"));
    }

    @Test
    void aDaemonThatStaysAwayIsGivenUpAfterAMinute() {
        wire.on(EVENTS, 503, "");

        assertEquals(1, wire.run("follow", "7"));
        assertEquals("waiting for the daemon: 503 Service Unavailable\n", wire.out);
        assertEquals(
                "error: the daemon at http://127.0.0.1:" + wire.port() + " has been away for a minute: 503 Service"
                        + " Unavailable\nfix: deployment 7 goes on when it is back; follow it with: berth follow 7\n",
                wire.err);
    }

    @Test
    void aFailureIsToldWholeAndEndsWithOne() {
        wire.on(
                EVENTS,
                200,
                """
                id: 1
                data: web\tstep\tawait healthy shop-web-1  (before it gets traffic)\t

                id: 2
                data: web\tfailed\tawait healthy shop-web-1\t
                data: web\tfailed\tit exited with code 3; its last lines:\t
                data: web\tfailed\t  boom\t

                id: 3
                data: web\tundone\tstop shop-web-1\t

                id: 4
                data: web\tstage:failed\tit exited with code 3\t

                id: 5
                data: api\tskipped\tnot attempted, because web failed\t

                id: 6
                data: \tfinished:rolled_back\tthe old release still serves\t

                """,
                STREAM);

        assertEquals(1, wire.run("follow", "7"));
        assertEquals(
                """
                web: await healthy shop-web-1  (before it gets traffic)
                web: failed: await healthy shop-web-1
                  it exited with code 3; its last lines:
                    boom
                web: taken back: stop shop-web-1
                api: not attempted, because web failed
                rolled back: the old release still serves
                """,
                wire.out);
    }

    @Test
    void anUnknownDeploymentIsTheDaemonsRefusal() {
        wire.on(EVENTS, 404, "error: there is no deployment 7\n", "Berth-Exit: 2");

        assertEquals(2, wire.run("follow", "7"));
        assertEquals("error: there is no deployment 7\n", wire.err);
    }
}
