package dev.berth.api.cli;

/** Hands over to the daemon; a class of its own, so that the daemon's classes load for this verb only. */
final class DaemonCommand {
    private DaemonCommand() {}

    /** @param arguments with the verb */
    static void run(String[] arguments) {
        throw new UnsupportedOperationException("being built");
    }
}
