package dev.berth.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The binary messages of {@code …/exec}: one byte says what it is, the rest is its content.
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><td>0</td><td>client → server</td><td>standard input</td></tr>
 * <tr><td>1</td><td>server → client</td><td>standard output</td></tr>
 * <tr><td>2</td><td>server → client</td><td>standard error</td></tr>
 * <tr><td>3</td><td>client → server</td><td>size of the terminal as text: {@code 80x24}, columns first</td></tr>
 * <tr><td>4</td><td>server → client</td><td>the command has ended: its exit code as decimal text; the last message</td></tr>
 * <tr><td>5</td><td>client → server</td><td>end of standard input</td></tr>
 * </table>
 */
final class ExecFrame {
    static final byte INPUT = 0;
    static final byte OUTPUT = 1;
    static final byte ERROR = 2;
    static final byte RESIZE = 3;
    static final byte EXIT = 4;
    static final byte END_OF_INPUT = 5;

    private ExecFrame() {}

    static ByteBuffer of(byte kind, byte[] content) {
        return ByteBuffer.allocate(content.length + 1).put(kind).put(content).flip();
    }

    static ByteBuffer exit(int code) {
        return of(EXIT, String.valueOf(code).getBytes(StandardCharsets.US_ASCII));
    }
}
