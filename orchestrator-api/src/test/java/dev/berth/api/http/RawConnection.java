package dev.berth.api.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A connection on which a test says exactly what it wants, and reads when it wants. */
final class RawConnection implements AutoCloseable {
    private static final String SIGN_OF_LIFE = ": still here\n\n";

    private final Socket socket;
    private final InputStream in;

    RawConnection(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawConnection say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more is said; still listens. */
    RawConnection fallSilent() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes until this text has come, with it; all of it when the other side ends before. */
    String until(String end) {
        StringBuilder heard = new StringBuilder();
        long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                heard.append((char) b);
                if (b == '\n' && System.nanoTime() > last) {
                    throw new AssertionError("nothing ended with " + end + " in a minute");
                }
                if (b == end.charAt(end.length() - 1) && heard.toString().endsWith(end)) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new AssertionError("after " + heard, e);
        }
        return heard.toString();
    }

    /** The same without the signs of life of a stream on which nothing happened for a while. */
    String told(String end) {
        StringBuilder heard = new StringBuilder();
        String told;
        String piece;
        do {
            piece = until(end);
            heard.append(piece);
            told = heard.toString().replace(SIGN_OF_LIFE, "");
        } while (!piece.isEmpty() && (told.isEmpty() || SIGN_OF_LIFE.startsWith(told)));
        return told;
    }

    /** Status and body of a whole answer. */
    String answer() {
        String all = until("(nothing ends so)");
        int body = all.indexOf("\r\n\r\n");
        return all.split(" ")[1] + " " + all.substring(body + 4);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
