package dev.berth.api.cli;

import dev.berth.api.DaemonOption;
import java.util.Map;

/** The command line as Markdown tables, for the README. */
final class Reference {
    private Reference() {}

    static String markdown() {
        StringBuilder text = new StringBuilder();
        Map<Verb, String> topics = HelpCommand.topics();
        for (Verb verb : Verb.values()) {
            if (topics.containsKey(verb)) {
                String topic = topics.get(verb);
                text.append(text.length() == 0 ? "" : "\n")
                        .append("| ")
                        .append(topic.substring(0, 1).toUpperCase());
                text.append(topic.substring(1)).append(" | |\n| --- | --- |\n");
            }
            row(text, "`berth " + HelpCommand.call(verb) + "`", verb.summary() + options(verb));
        }
        text.append("\nEach verb takes `").append(Option.OUTPUT.brief()).append("` (`text` or `json`) and `");
        text.append(Option.HELP.brief()).append("`; `berth help VERB` explains one.\n");
        text.append("Exit codes")
                .append(HelpCommand.EXIT_CODES.substring(HelpCommand.EXIT_CODES.indexOf(':')))
                .append(".\n");
        text.append("\n| Variable | |\n| --- | --- |\n");
        for (Variable variable : Variable.values()) {
            row(text, "`" + variable.name() + "`", variable.text());
        }
        text.append("\n| Option of `berth daemon` | |\n| --- | --- |\n");
        for (DaemonOption option : DaemonOption.values()) {
            row(text, "`" + DaemonReference.call(option) + "`", option.text());
        }
        return text.append('\n').append(DaemonReference.OTHER_WAYS).toString();
    }

    private static String options(Verb verb) {
        StringBuilder text = new StringBuilder();
        for (Option option : verb.options()) {
            text.append("<br>`").append(option.synopsis()).append("` ").append(option.text());
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String first, String second) {
        text.append("| ")
                .append(escaped(first))
                .append(" | ")
                .append(escaped(second))
                .append(" |\n");
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
