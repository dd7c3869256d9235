package dev.berth.api.cli;

import java.io.File;
import java.io.IOException;
import java.util.Map;

/**
 * The process that the command line runs in.
 *
 * @param home the user's directory
 * @param directory where it was started; relative paths start here
 * @param terminalIn whether standard input is a terminal
 * @param terminalOut whether standard output is a terminal
 * @param terminalErr whether standard error is a terminal
 */
record Surroundings(
        Map<String, String> variables,
        String home,
        String directory,
        boolean root,
        boolean terminalIn,
        boolean terminalOut,
        boolean terminalErr) {
    static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                System.getProperty("user.home"),
                System.getProperty("user.dir"),
                System.getProperty("user.name").equals("root"),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2));
    }

    /** By the name behind the descriptor: {@code System.console()} needs both and differs between JDKs. */
    private static boolean isTerminal(int descriptor) {
        try {
            String path = new File("/proc/self/fd/" + descriptor).getCanonicalPath();
            return path.startsWith("/dev/pts/") || path.startsWith("/dev/tty") || path.startsWith("/dev/console");
        } catch (IOException e) {
            return false; // a closed descriptor has no name
        }
    }

    /** The variable's value; empty when it is unset. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** A path as the user wrote it, made absolute. */
    File file(String path) {
        File file = new File(path);
        if (file.isAbsolute()) {
            return file;
        }
        return path.equals(".") ? new File(directory) : new File(directory, path);
    }

    boolean color() {
        return terminalOut && colorIsWelcome();
    }

    /** The same of what goes to standard error. */
    boolean colorOfErrors() {
        return terminalErr && colorIsWelcome();
    }

    private boolean colorIsWelcome() {
        return variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
    }

    /** Where a daemon of this user keeps its data. */
    String dataDirectory() {
        String named = variable("BERTH_DATA_DIR");
        if (!named.isEmpty()) {
            return named;
        }
        return root ? "/var/lib/berth" : home + "/.local/share/berth";
    }
}
