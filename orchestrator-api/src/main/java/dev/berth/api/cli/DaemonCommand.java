package dev.berth.api.cli;

import dev.berth.api.Main;
import java.util.Arrays;

/** Hands over to the daemon; a class of its own, so that the daemon's classes load for this verb only. */
final class DaemonCommand {
    private DaemonCommand() {}

    /** @param arguments with the verb */
    static void run(String[] arguments) {
        int code = Main.run(Arrays.asList(arguments).subList(1, arguments.length), System.getenv());
        System.exit(code);
    }
}
