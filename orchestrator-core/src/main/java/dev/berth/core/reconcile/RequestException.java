package dev.berth.core.reconcile;

/** A revision that was once in order cannot be resolved any more; the message says why and what to do. */
public final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RequestException(String message) {
        super(message);
    }
}
