package dev.berth.api.cli;

import java.io.IOException;

/** A stream of server-sent events that goes on over broken connections and restarts of the daemon. */
final class SteadyStream {
    /** A restarted daemon is back in seconds; one that is away for longer needs a person. */
    private static final long PATIENCE = 60_000;

    private static final long PAUSE = 250;

    /** Longer than the daemon's own signs of life are apart; then the connection is made anew, which loses nothing. */
    private static final int SILENCE = 60_000;

    /** Who reads. */
    interface Reader {
        /** Takes the data of the next event; returns whether it was the last. */
        boolean take(String data);

        /** Hears that the daemon is waited for, as often as it is tried. */
        void waiting(String why);

        /** Nothing comes any more; something else is going to be said. */
        void end();
    }

    private final Session session;
    private final Ticks ticks;
    private final String url;
    private final String remedy;
    private String seen = "";
    private long reachable;

    /** @param remedy what to do when the daemon stays away */
    SteadyStream(Session session, Ticks ticks, String url, String remedy) {
        this.session = session;
        this.ticks = ticks;
        this.url = url;
        this.remedy = remedy;
    }

    /** Returns 0 after the last event, or the exit code when the daemon refuses. */
    int read(Reader reader) {
        reachable = ticks.now();
        while (true) {
            String broken = "it ended the connection";
            try (ApiAnswer answer = session.client().trySend(request())) {
                if (answer.status() < 500 && !answer.isOk()) {
                    reader.end();
                    return session.fail(answer);
                }
                broken = answer.isOk() ? broken : answer.statusText();
                if (answer.isOk() && readAll(new EventStream(answer.body()), reader)) {
                    return 0;
                }
            } catch (IOException e) {
                broken = ApiClient.words(e);
            }
            if (ticks.now() - reachable > PATIENCE) {
                throw CommandFailure.world("the daemon at " + session.client().address()
                        + " has been away for a minute: " + broken + "\nfix: " + remedy);
            }
            reader.waiting(broken);
            ticks.pause(PAUSE);
        }
    }

    private ApiRequest request() {
        String refusals = session.arguments().json() ? "application/json" : "text/plain";
        ApiRequest request = ApiRequest.of("GET", url)
                .header("Accept", "text/event-stream, " + refusals)
                .silence(SILENCE);
        if (session.console().color()) {
            request.header("Berth-Color", "1");
        }
        return seen.isEmpty() ? request : request.header("Last-Event-ID", seen);
    }

    private boolean readAll(EventStream events, Reader reader) throws IOException {
        try {
            while (events.next()) {
                seen = events.id();
                if (reader.take(events.data())) {
                    return true;
                }
            }
            return false;
        } finally {
            reachable = ticks.now(); // it was there until now, also when nothing happened for long
        }
    }
}
