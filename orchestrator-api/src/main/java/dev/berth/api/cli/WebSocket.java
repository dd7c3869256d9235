package dev.berth.api.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The client's side of RFC 6455: binary messages both ways, pings answered. */
final class WebSocket {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LARGEST = 16 << 20;

    private final WireInput in;
    private final OutputStream out;
    private final SecureRandom random;
    private boolean closing;

    WebSocket(WireInput in, OutputStream out, SecureRandom random) {
        this.in = in;
        this.out = out;
        this.random = random;
    }

    /** A fresh value for {@code Sec-WebSocket-Key}. */
    static String key(SecureRandom random) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** What a server that understood the key answers in {@code Sec-WebSocket-Accept}. */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void send(byte[] message) throws IOException {
        frame(BINARY, message);
    }

    /** Tells the other side that this one is done. */
    void close() throws IOException {
        if (!closing) {
            closing = true;
            frame(CLOSE, new byte[] {0x03, (byte) 0xe8});
        }
    }

    /** The next whole message; empty when the other side has closed. */
    byte[] receive() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            int head = in.read();
            if (head < 0) {
                throw new IOException("the connection ended in the middle of a command");
            }
            byte[] payload = payload();
            int kind = head & 0x0f;
            switch (kind) {
                case CONTINUATION:
                case TEXT:
                case BINARY:
                    message.writeBytes(payload);
                    if (message.size() > LARGEST) {
                        throw new IOException("a message of more than " + LARGEST + " bytes");
                    }
                    if ((head & 0x80) != 0 && message.size() > 0) {
                        return message.toByteArray();
                    }
                    break;
                case PING:
                    frame(PONG, payload);
                    break;
                case PONG:
                    break;
                case CLOSE:
                    close();
                    return new byte[0];
                default:
                    throw new IOException("a frame of the unknown kind " + kind);
            }
        }
    }

    private byte[] payload() throws IOException {
        int second = in.read();
        long length = second & 0x7f;
        if (length >= 126) {
            byte[] bytes = new byte[length == 126 ? 2 : 8];
            in.readFully(bytes);
            length = 0;
            for (byte b : bytes) {
                length = length << 8 | b & 0xff;
            }
        }
        if (second < 0 || (second & 0x80) != 0 || length < 0 || length > LARGEST) {
            throw new IOException("a frame that no server may send");
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return payload;
    }

    /** Clients mask what they send (section 5.3); two threads send. */
    private synchronized void frame(int kind, byte[] payload) throws IOException {
        int length = payload.length;
        ByteArrayOutputStream frame = new ByteArrayOutputStream(length + 14);
        frame.write(0x80 | kind);
        if (length < 126) {
            frame.write(0x80 | length);
        } else if (length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.write(length >> 8);
            frame.write(length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) length >> shift));
            }
        }
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        frame.writeBytes(mask);
        for (int i = 0; i < length; i++) {
            frame.write(payload[i] ^ mask[i & 3]);
        }
        out.write(frame.toByteArray());
        out.flush();
    }
}
