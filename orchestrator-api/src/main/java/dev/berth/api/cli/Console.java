package dev.berth.api.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Where a command reads and writes. All text is UTF-8, whatever the locale says: files and answers are. */
final class Console {
    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final Surroundings surroundings;
    private int columns;
    private int rows;

    Console(InputStream in, OutputStream out, OutputStream err, Surroundings surroundings) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.surroundings = surroundings;
    }

    InputStream input() {
        return in;
    }

    boolean inputIsTerminal() {
        return surroundings.terminalIn();
    }

    boolean outputIsTerminal() {
        return surroundings.terminalOut();
    }

    boolean color() {
        return surroundings.color();
    }

    void print(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void line(String text) {
        print(text + "\n");
    }

    void write(byte[] bytes) {
        write(bytes, bytes.length);
    }

    /** @throws UncheckedIOException when nobody reads any more */
    void write(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it is, for what another program wrote. */
    void writeError(byte[] bytes) {
        try {
            err.write(bytes);
            err.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message, which ends its line. */
    void error(String text) {
        prompt(text.endsWith("\n") ? text : text + "\n");
    }

    /** Writes without an end of line, for a question. */
    void prompt(String text) {
        writeError(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Copies as it comes, so that one who waits sees each piece at once; returns the last byte, a line end for none. */
    int copy(InputStream content) throws IOException {
        byte[] buffer = new byte[8192];
        int last = '\n';
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            write(buffer, count);
            last = count > 0 ? buffer[count - 1] : last;
        }
        return last;
    }

    /** Of the terminal; 80 when it does not say. */
    int columns() {
        measure();
        return columns;
    }

    /** Of the terminal; 24 when it does not say. */
    int rows() {
        measure();
        return rows;
    }

    private void measure() {
        if (columns > 0) {
            return;
        }
        columns = number(surroundings.variable("COLUMNS"));
        rows = number(surroundings.variable("LINES"));
        if ((columns == 0 || rows == 0) && surroundings.terminalOut()) {
            int[] size = TerminalMode.size();
            columns = columns == 0 ? size[0] : columns;
            rows = rows == 0 ? size[1] : rows;
        }
        columns = columns == 0 ? 80 : columns;
        rows = rows == 0 ? 24 : rows;
    }

    private static int number(String text) {
        return Arguments.isNumber(text, 1) ? Integer.parseInt(text) : 0;
    }
}
