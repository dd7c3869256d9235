package dev.berth.api.cli;

import java.io.IOException;

/** Follows a deployment to its end, over broken connections and restarts of the daemon. */
final class DeploymentFollower {
    /** A restarted daemon is back in seconds; one that is away for longer needs a person. */
    private static final long PATIENCE = 60_000;

    private static final long PAUSE = 250;

    /** Longer than the daemon's own signs of life are apart; then the connection is made anew, which loses nothing. */
    private static final int SILENCE = 60_000;

    private final Session session;
    private final Ticks ticks;
    private final String deployment;
    private final Progress progress;
    private String seen = "";
    private ProgressEvent last = ProgressEvent.of("");
    private long reachable;

    DeploymentFollower(Session session, Ticks ticks, String deployment, Progress progress) {
        this.session = session;
        this.ticks = ticks;
        this.deployment = deployment;
        this.progress = progress;
    }

    /** Returns the exit code: 0 when it succeeded. */
    int follow() {
        Farewell farewell = new Farewell(session.console(), progress, deployment);
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return followOn();
        } finally {
            progress.end();
            farewell.forget();
        }
    }

    private int followOn() {
        reachable = ticks.now();
        while (true) {
            String broken = "it ended the connection";
            try (ApiAnswer answer = session.client().trySend(request())) {
                if (answer.status() < 500 && !answer.isOk()) {
                    progress.end();
                    return session.fail(answer);
                }
                broken = answer.isOk() ? broken : answer.statusText();
                if (answer.isOk() && readAll(new EventStream(answer.body()))) {
                    return last.succeeded() ? 0 : CommandFailure.WORLD;
                }
            } catch (IOException e) {
                broken = ApiClient.words(e);
            }
            if (ticks.now() - reachable > PATIENCE) {
                throw gone(broken);
            }
            progress.waiting(broken);
            ticks.pause(PAUSE);
        }
    }

    private ApiRequest request() {
        ApiRequest request = ApiRequest.of("GET", "/api/v1/deployments/" + deployment + "/events?format=text")
                .header("Accept", "text/event-stream, text/plain")
                .silence(SILENCE);
        return seen.isEmpty() ? request : request.header("Last-Event-ID", seen);
    }

    /** Returns whether the deployment is over. */
    private boolean readAll(EventStream events) throws IOException {
        while (events.next()) {
            reachable = ticks.now();
            seen = events.id();
            last = ProgressEvent.of(events.data());
            progress.show(last);
            if (last.isFinished()) {
                return true;
            }
        }
        return false;
    }

    private CommandFailure gone(String why) {
        return CommandFailure.world("the daemon at " + session.client().address() + " has been away for a minute: "
                + why + "\nfix: deployment " + deployment + " goes on when it is back; follow it with: berth follow "
                + deployment);
    }

    /** What one reads who leaves with Ctrl-C. */
    private static final class Farewell extends Thread {
        private final Console console;
        private final Progress progress;
        private final String deployment;

        Farewell(Console console, Progress progress, String deployment) {
            this.console = console;
            this.progress = progress;
            this.deployment = deployment;
        }

        @Override
        public void run() {
            progress.end();
            console.error("\ndeployment " + deployment + " goes on without you\n  follow it:  berth follow "
                    + deployment + "\n  end it:     berth cancel " + deployment);
        }

        void forget() {
            try {
                Runtime.getRuntime().removeShutdownHook(this);
            } catch (IllegalStateException e) {
                return; // it is being said at this moment
            }
        }
    }
}
