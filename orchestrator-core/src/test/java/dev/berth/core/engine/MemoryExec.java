package dev.berth.core.engine;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** Knows the commands {@code true}, {@code false}, {@code echo} and {@code yes}. */
final class MemoryExec implements ExecSession {
    private final List<String> command;

    MemoryExec(List<String> command) {
        this.command = command;
    }

    @Override
    public OutputStream input() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public int run(BiConsumer<LogLine.Stream, byte[]> output) {
        if (command.get(0).equals("echo")) {
            String line = String.join(" ", command.subList(1, command.size())) + "\n";
            output.accept(LogLine.Stream.OUT, line.getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        while (command.get(0).equals("yes")) {
            output.accept(LogLine.Stream.OUT, "y\n".getBytes(StandardCharsets.UTF_8)); // until nobody reads any more
        }
        return command.get(0).equals("true") ? 0 : 1;
    }

    @Override
    public void resize(int columns, int rows) {}

    @Override
    public void close() {}
}
