package dev.berth.api.cli;

/** Follows a deployment to its end, over broken connections and restarts of the daemon. */
final class DeploymentFollower implements SteadyStream.Reader {
    private final Session session;
    private final String deployment;
    private final Progress progress;
    private final SteadyStream stream;
    private ProgressEvent last = ProgressEvent.of("");

    DeploymentFollower(Session session, Ticks ticks, String deployment, Progress progress) {
        this.session = session;
        this.deployment = deployment;
        this.progress = progress;
        this.stream = new SteadyStream(
                session,
                ticks,
                "/api/v1/deployments/" + deployment + "/events?format=text",
                "deployment " + deployment + " goes on when it is back; follow it with: berth follow " + deployment);
    }

    /** Returns the exit code: 0 when it succeeded. */
    int follow() {
        Farewell farewell = new Farewell(session.console(), progress, deployment);
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            int refused = stream.read(this);
            return refused == 0 && !last.succeeded() ? CommandFailure.WORLD : refused;
        } finally {
            progress.end();
            farewell.forget();
        }
    }

    @Override
    public boolean take(String data) {
        last = ProgressEvent.of(data);
        progress.show(last);
        return last.isFinished();
    }

    @Override
    public void waiting(String why) {
        progress.waiting(why);
    }

    @Override
    public void end() {
        progress.end();
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
