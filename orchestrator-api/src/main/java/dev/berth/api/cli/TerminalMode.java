package dev.berth.api.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The terminal's modes, by {@code stty}: Java cannot set them. They are restored at the latest at the program's end. */
final class TerminalMode {
    private static final File TERMINAL = new File("/dev/tty");

    private final String before;
    private final Thread atExit;

    private TerminalMode(String before) {
        this.before = before;
        this.atExit = new Restore(before);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Every key goes to the program at once, also Ctrl-C; nothing is echoed. */
    static TerminalMode raw() {
        return change("raw", "-echo");
    }

    /** What is typed is not shown. */
    static TerminalMode silent() {
        return change("-echo");
    }

    private static TerminalMode change(String... how) {
        TerminalMode mode = new TerminalMode(stty("-g").trim());
        stty(how);
        return mode;
    }

    /** Columns and rows; zeros when the terminal does not say. */
    static int[] size() {
        try {
            String[] size = stty("size").trim().split(" ");
            return new int[] {Integer.parseInt(size[1]), Integer.parseInt(size[0])};
        } catch (CommandFailure | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return new int[2]; // a terminal without a known size is no reason to fail
        }
    }

    private static String stty(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("stty");
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (process.waitFor() != 0) {
                throw CommandFailure.world("stty " + arguments[0] + " failed on this terminal");
            }
            return output;
        } catch (IOException e) {
            throw CommandFailure.world("cannot set the terminal's mode: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.world("interrupted while setting the terminal's mode");
        }
    }

    /** Brings back what was. */
    void restore() {
        stty(before);
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private static final class Restore extends Thread {
        private final String mode;

        Restore(String mode) {
            this.mode = mode;
        }

        @Override
        public void run() {
            stty(mode);
        }
    }
}
