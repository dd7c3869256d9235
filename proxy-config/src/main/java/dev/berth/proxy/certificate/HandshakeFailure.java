package dev.berth.proxy.certificate;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** No certificate was shown; the message says for which name, where, the other side's words and what to look at. */
public final class HandshakeFailure extends RuntimeException {
    /** What a caller may react to. */
    public enum Kind {
        /** Nothing answers at the address. */
        UNREACHABLE("look whether the proxy runs and its port is open"),
        /** Something answers, and refuses the name or speaks no TLS: there is no certificate for the name yet. */
        REFUSED("no certificate is served for that name, or what answers there is not the proxy"),
        /** The deadline came first. */
        TOO_SLOW("try again; look whether a firewall swallows the connection"),
        INTERRUPTED("try again");

        private final String remedy;

        Kind(String remedy) {
            this.remedy = remedy;
        }
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;

    HandshakeFailure(Kind kind, String name, InetSocketAddress at, String words, Throwable cause) {
        super("no certificate for " + name + " was seen at " + text(at) + ": " + words + "; " + kind.remedy, cause);
        this.kind = kind;
    }

    static HandshakeFailure of(String name, InetSocketAddress at, Throwable cause) {
        Kind kind = cause instanceof SSLException || cause instanceof java.io.EOFException
                ? Kind.REFUSED
                : cause instanceof java.net.SocketTimeoutException ? Kind.TOO_SLOW : Kind.UNREACHABLE;
        String words = cause instanceof UnknownHostException
                ? "the address is not known"
                : Optional.ofNullable(cause.getMessage())
                        .orElse(cause.getClass().getSimpleName());
        return new HandshakeFailure(kind, name, at, words, cause);
    }

    public Kind kind() {
        return kind;
    }

    private static String text(InetSocketAddress at) {
        return at.getHostString() + ":" + at.getPort();
    }
}
