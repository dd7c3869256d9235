package dev.berth.proxy.acme;

import java.io.IOException;
import java.net.InetAddress;

/** The responder cannot listen where authorities' questions arrive; the message says where, why and the remedy. */
public final class ListenFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListenFailure(InetAddress address, int port, IOException cause) {
        super(
                "cannot listen on " + address.getHostAddress() + " port " + port + " for the questions of authorities: "
                        + cause.getMessage() + "; the address must be one of this machine's, and the port free",
                cause);
    }
}
