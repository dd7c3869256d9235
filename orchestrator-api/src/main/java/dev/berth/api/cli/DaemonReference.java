package dev.berth.api.cli;

import dev.berth.api.DaemonOption;

/** The daemon's options, from its own table. */
final class DaemonReference {
    static final String OTHER_WAYS = "Each can also be given as BERTH_… in the environment, such as "
            + DaemonOption.DATA_DIR.variable() + ",\nor in the file that --config names, such as "
            + DaemonOption.DATA_DIR.key() + ": DIR.\n";

    private DaemonReference() {}

    static String text() {
        int width = 0;
        for (DaemonOption option : DaemonOption.values()) {
            width = Math.max(width, call(option).length());
        }
        StringBuilder text = new StringBuilder();
        for (DaemonOption option : DaemonOption.values()) {
            HelpCommand.row(text, call(option), width, option.text());
        }
        return text.append('\n').append(OTHER_WAYS).toString();
    }

    static String call(DaemonOption option) {
        return option.flag() + " " + option.value();
    }
}
