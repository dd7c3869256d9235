package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsCommandTest {
    private static final String STREAM = "Content-Type: text/event-stream";

    private final Wire wire = new Wire();

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void whatHappensIsShownOnOverARestartOfTheDaemon() {
        String events = "GET /api/v1/events?format=text";
        wire.on(events, 200, "id: 4\nevent: healed\ndata: one\n\nid: 5\ndata: tw", STREAM);
        wire.on(events, 503, "starting\n");
        wire.on(events, 200, "id: 5\ndata: two\n\n", STREAM);
        wire.on(events, 401, "error: no such token\n");

        assertEquals(1, wire.run("events", "-f"));
        assertEquals("one\ntwo\n", wire.out);
        assertEquals(
                """
                waiting for the daemon: it ended the connection
                waiting for the daemon: it ended the connection
                error: no such token
                the token that was sent is the one of BERTH_TOKEN
                """,
                wire.err);
        assertEquals(
                "(none) 4 4 5",
                wire.header(0, "Last-event-id") + " " + wire.header(1, "Last-event-id") + " "
                        + wire.header(2, "Last-event-id") + " " + wire.header(3, "Last-event-id"));
    }

    @Test
    void asJsonEachIsAnObjectOnALine() {
        wire.on("GET /api/v1/events", 200, "id: 4\ndata: {\"number\":4}\n\n", STREAM);
        wire.on("GET /api/v1/events", 404, "{}\n", "Content-Type: application/problem+json");

        assertEquals(2, wire.run("events", "-f", "-o", "json"));
        assertEquals("{\"number\":4}\n{}\n", wire.out);
    }
}
