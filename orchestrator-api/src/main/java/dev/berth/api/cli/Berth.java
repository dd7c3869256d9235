package dev.berth.api.cli;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** Where the program starts: the command line, of which the daemon is one verb. */
public final class Berth {
    private Berth() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("daemon") && !DaemonHelp.isWanted(arguments)) {
            DaemonCommand.run(arguments);
            return;
        }
        Surroundings surroundings = Surroundings.ofProcess();
        Console console = new Console(
                // Unbuffered, Java 17 reads nothing whole from a pipe.
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                surroundings);
        System.exit(new CommandLine(surroundings, console, new SystemTicks()).run(arguments));
    }
}
