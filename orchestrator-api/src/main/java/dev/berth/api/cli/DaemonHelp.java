package dev.berth.api.cli;

/** Whether {@code berth daemon} is to run or to explain itself. */
final class DaemonHelp {
    private DaemonHelp() {}

    static boolean isWanted(String[] arguments) {
        for (String argument : arguments) {
            if (Option.HELP.isSpelled(argument)) {
                return true;
            }
        }
        return false;
    }
}
