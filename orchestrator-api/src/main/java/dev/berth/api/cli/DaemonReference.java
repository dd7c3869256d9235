package dev.berth.api.cli;

import dev.berth.api.DaemonOption;

/** The daemon's options, from its own table. */
final class DaemonReference {
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
        return text.append("\nEach can also be given as BERTH_… in the environment, such as ")
                .append(DaemonOption.DATA_DIR.variable())
                .append(", or in the file that --config names, such as ")
                .append(DaemonOption.DATA_DIR.key())
                .append(": DIR.\n")
                .toString();
    }

    static String call(DaemonOption option) {
        return option.flag() + " " + option.value();
    }
}
