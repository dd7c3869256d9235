package dev.berth.api.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** How a command without a terminal ended. */
record Outcome(int code, String out, String err) {
    static Outcome of(Map<String, String> variables, Path directory, String... arguments) {
        Surroundings surroundings =
                new Surroundings(variables, "/home/ann", directory.toString(), false, false, false, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, surroundings);
        int code = new CommandLine(surroundings, console, new HandTicks()).run(arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
