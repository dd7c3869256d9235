package dev.berth.api.http;

/** The API's address cannot be had. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListenException(String address, int port, Exception cause) {
        super(
                "cannot listen on " + address + ":" + port + ": " + cause.getMessage()
                        + "; end what listens there, or start with --listen on another port",
                cause);
    }
}
