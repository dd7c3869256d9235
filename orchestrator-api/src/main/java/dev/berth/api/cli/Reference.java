package dev.berth.api.cli;

import dev.berth.api.DaemonOption;

/** The command line as Markdown tables, for the README. */
final class Reference {
    private Reference() {}

    static String markdown() {
        StringBuilder text = new StringBuilder("| verb | does |\n| --- | --- |\n");
        for (Verb verb : Verb.values()) {
            text.append("| `").append(escaped(verb.usage())).append("` | ");
            text.append(escaped(verb.summary())).append(options(verb)).append(" |\n");
        }
        text.append("\n| option of `berth daemon` | does |\n| --- | --- |\n");
        for (DaemonOption option : DaemonOption.values()) {
            text.append("| `").append(escaped(DaemonReference.call(option))).append("` | ");
            text.append(escaped(option.text())).append(" |\n");
        }
        return text.toString();
    }

    private static String options(Verb verb) {
        StringBuilder text = new StringBuilder();
        for (Option option : verb.options()) {
            text.append(text.length() == 0 ? ". " : "; ");
            text.append('`').append(option.flag()).append("` ").append(escaped(option.text()));
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
