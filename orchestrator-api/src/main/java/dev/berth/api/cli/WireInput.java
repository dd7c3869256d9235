package dev.berth.api.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What comes from a socket: lines, then bytes. */
final class WireInput extends InputStream {
    private static final int LONGEST_LINE = 64 * 1024;

    private final InputStream socket;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;

    WireInput(InputStream socket) {
        this.socket = socket;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, socket.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    /** The next line of a head, without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        while (true) {
            int b = read();
            if (b < 0) {
                throw new EOFException("the connection ended in the middle of an answer");
            }
            if (b == '\n') {
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("the answer is not HTTP: it has a line of more than " + LONGEST_LINE + " bytes");
            }
            line.append((char) b);
        }
    }

    void readFully(byte[] target) throws IOException {
        int done = 0;
        while (done < target.length) {
            int count = read(target, done, target.length - done);
            if (count < 0) {
                throw new EOFException("the connection ended in the middle of a message");
            }
            done += count;
        }
    }

    /** What a head's bytes mean: header values of ours are ASCII or UTF-8. */
    static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
