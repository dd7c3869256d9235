package dev.berth.api.cli;

/** Shows what happens from now on, a line each, until somebody has seen enough. */
final class EventsCommand implements SteadyStream.Reader {
    private final Session session;
    private final SteadyStream stream;
    private boolean waiting;

    EventsCommand(Session session, Ticks ticks) {
        this.session = session;
        this.stream = new SteadyStream(
                session,
                ticks,
                session.arguments().json() ? "/api/v1/events" : "/api/v1/events?format=text",
                "say it again when the daemon is back");
    }

    int run() {
        return stream.read(this);
    }

    @Override
    public boolean take(String data) {
        waiting = false;
        session.console().line(data);
        return false;
    }

    @Override
    public void waiting(String why) {
        if (!waiting) {
            session.console().error("waiting for the daemon: " + why);
        }
        waiting = true;
    }

    @Override
    public void end() {}
}
