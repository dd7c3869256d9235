package dev.berth.core.engine;

import java.util.List;

/** A command to start inside an instance; an argument vector, never a shell line. */
public record ExecRequest(List<String> command, boolean terminal, boolean input) {
    public ExecRequest {
        command = List.copyOf(command);
    }
}
