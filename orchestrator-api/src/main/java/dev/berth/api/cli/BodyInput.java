package dev.berth.api.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer: as long as it said, in chunks, or to the end of the connection (RFC 9112, section 6). */
final class BodyInput extends InputStream {
    private final WireInput wire;
    private final boolean chunked;
    private final boolean bounded;
    private long left;
    private boolean ended;
    private boolean begun;

    private BodyInput(WireInput wire, boolean chunked, long length) {
        this.wire = wire;
        this.chunked = chunked;
        this.bounded = length >= 0;
        this.left = chunked ? 0 : length;
    }

    static BodyInput chunked(WireInput wire) {
        return new BodyInput(wire, true, -1);
    }

    static BodyInput ofLength(WireInput wire, long length) {
        return new BodyInput(wire, false, length);
    }

    static BodyInput toTheEnd(WireInput wire) {
        return new BodyInput(wire, false, -1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!chunked && !bounded) {
            return wire.read(target, offset, length);
        }
        if (chunked && left == 0 && !ended) {
            nextChunk();
        }
        if (ended || left == 0) {
            return -1;
        }
        int count = wire.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection ended in the middle of an answer");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun) {
            wire.line();
        }
        begun = true;
        String size = wire.line();
        int end = size.indexOf(';');
        try {
            left = Long.parseLong((end < 0 ? size : size.substring(0, end)).trim(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("the answer is not HTTP: \"" + size + "\" is no size of a chunk", e);
        }
        if (left == 0) {
            ended = true;
            while (!wire.line().isEmpty()) {
                continue; // trailers say nothing to us
            }
        }
    }
}
