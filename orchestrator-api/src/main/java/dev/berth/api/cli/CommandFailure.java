package dev.berth.api.cli;

/** Ends a command: the message goes to standard error, the code to the caller. */
final class CommandFailure extends RuntimeException {
    /** The world said no. */
    static final int WORLD = 1;

    /** What the user gave is wrong. */
    static final int INPUT = 2;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    static CommandFailure world(String message) {
        return new CommandFailure(WORLD, message);
    }

    static CommandFailure input(String message) {
        return new CommandFailure(INPUT, message);
    }

    int exitCode() {
        return exitCode;
    }
}
