package dev.berth.core.engine;

import java.io.OutputStream;
import java.util.function.BiConsumer;

/** A command running inside an instance. Closing ends the connection. */
public interface ExecSession extends AutoCloseable {
    /** What the command reads; closing it is end of input. */
    OutputStream input();

    /** Hands over output as it comes, in the caller's thread, until the command ends; returns its exit code. */
    int run(BiConsumer<LogLine.Stream, byte[]> output);

    /** Tells a terminal's size, in characters. */
    void resize(int columns, int rows);

    @Override
    void close();
}
