package dev.berth.api.http;

/** The API's address cannot be had. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListenException(String address, int port, Exception cause) {
        super(
                "cannot listen on " + address + ":" + port + ": " + words(cause)
                        + "; end what listens there, or start with --listen on another port",
                cause);
    }

    /** The system's, not those of the libraries on the way. */
    private static String words(Throwable cause) {
        return cause.getCause() == null ? String.valueOf(cause.getMessage()) : words(cause.getCause());
    }
}
