package dev.berth.core.plan;

/** An instance did not become what it should be; the message shows exit code, last log lines and the remedy. */
public final class HealthException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public HealthException(String message) {
        super(message);
    }
}
