package dev.berth.core.docker;

import dev.berth.core.engine.LogLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/**
 * Docker's framing of two streams in one: a byte for the stream, three of zero, four for the length, then the bytes.
 * Frames are not lines.
 */
final class Frames {
    private static final int HEAD = 8;
    private static final int PIECE = 1 << 22;

    private Frames() {}

    /** Hands over each frame, very long ones in pieces, until the stream ends. */
    static void read(InputStream in, BiConsumer<LogLine.Stream, byte[]> sink) throws IOException {
        while (true) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length == 0) {
                return;
            }
            if (head.length < HEAD) {
                throw new EOFException("the stream ended within the head of a frame");
            }
            LogLine.Stream stream = head[0] == 2 ? LogLine.Stream.ERR : LogLine.Stream.OUT;
            int left = ByteBuffer.wrap(head).getInt(4);
            if (left < 0) {
                throw new IOException("a frame of " + left + " bytes");
            }
            while (left > 0) {
                byte[] piece = in.readNBytes(Math.min(left, PIECE));
                if (piece.length == 0) {
                    throw new EOFException("the stream ended within a frame");
                }
                sink.accept(stream, piece);
                left -= piece.length;
            }
        }
    }
}
