package dev.berth.api.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What is typed or piped in. */
final class InputText {
    private InputText() {}

    /** One line without its end; empty at the end of input. */
    static String line(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                line.write(b);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Everything, without one line end at its end, which {@code echo} adds. */
    static byte[] value(InputStream in) {
        byte[] all;
        try {
            all = in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(e);
        }
        int length = all.length;
        if (length > 0 && all[length - 1] == '\n') {
            length -= length > 1 && all[length - 2] == '\r' ? 2 : 1;
        }
        byte[] value = new byte[length];
        System.arraycopy(all, 0, value, 0, length);
        return value;
    }

    private static CommandFailure unreadable(IOException e) {
        return CommandFailure.world("cannot read standard input: " + ProjectFile.reason(e));
    }
}
