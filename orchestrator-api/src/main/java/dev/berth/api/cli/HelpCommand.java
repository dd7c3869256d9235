package dev.berth.api.cli;

import java.util.EnumMap;
import java.util.Map;

/** Explains the command line, from the table that it is parsed by. */
final class HelpCommand {
    private static final String HEAD =
            "Berth runs the applications of a project file on this machine and keeps them running.\n\n";

    private HelpCommand() {}

    static int run(Arguments arguments, Console console) {
        if (arguments.has(Option.MARKDOWN)) {
            console.print(Reference.markdown());
            return 0;
        }
        if (arguments.verb() != Verb.HELP) {
            console.print(of(arguments.verb()));
            return 0;
        }
        if (arguments.words().isEmpty()) {
            console.print(overall());
            return 0;
        }
        String name = String.join(" ", arguments.words());
        Verb verb = VerbName.find(name);
        if (verb == null) {
            throw VerbName.unknown(name.split(" "));
        }
        console.print(of(verb));
        return 0;
    }

    /** What the verbs from one on are about, in the order of the table. */
    static Map<Verb, String> topics() {
        Map<Verb, String> topics = new EnumMap<>(Verb.class);
        topics.put(Verb.APPLY, "a project");
        topics.put(Verb.DESCRIBE, "an application");
        topics.put(Verb.DEPLOYMENTS, "what was and is being done");
        topics.put(Verb.SECRET_SET, "secrets and access");
        topics.put(Verb.DAEMON, "this machine");
        topics.put(Verb.SCHEMA, "help");
        return topics;
    }

    static String overall() {
        StringBuilder text = new StringBuilder(HEAD).append("usage: berth VERB …\n");
        int width = 0;
        for (Verb verb : Verb.values()) {
            width = Math.max(width, call(verb).length());
        }
        Map<Verb, String> topics = topics();
        for (Verb verb : Verb.values()) {
            if (topics.containsKey(verb)) {
                text.append('\n').append(topics.get(verb)).append(":\n");
            }
            row(text, call(verb), width, verb.summary());
        }
        text.append("\nberth help VERB explains one. Each takes -o json.\n\n");
        text.append("environment:\n");
        for (Variable variable : Variable.values()) {
            row(text, variable.name(), 14, variable.text());
        }
        text.append('\n').append(EXIT_CODES).append('\n');
        return text.toString();
    }

    static final String EXIT_CODES =
            "exit codes: 0 done, 1 the world said no, 2 the input is wrong, 3 plan has changes, 70 a bug";

    static String of(Verb verb) {
        StringBuilder text = new StringBuilder(verb.usage())
                .append("\n  ")
                .append(verb.summary())
                .append("\n\n");
        if (verb == Verb.DAEMON) {
            return text.append(DaemonReference.text()).toString();
        }
        int width = Option.OUTPUT.synopsis().length();
        for (Option option : verb.options()) {
            width = Math.max(width, option.synopsis().length());
        }
        for (Option option : verb.options()) {
            row(text, option.synopsis(), width, option.text());
        }
        row(text, Option.OUTPUT.synopsis(), width, Option.OUTPUT.text());
        return text.toString();
    }

    static String call(Verb verb) {
        return verb.words().isEmpty() ? verb.text() : verb.text() + " " + verb.words();
    }

    static void row(StringBuilder text, String name, int width, String meaning) {
        text.append("  ").append(name);
        text.append(" ".repeat(Math.max(0, width - name.length())))
                .append("  ")
                .append(meaning)
                .append('\n');
    }
}
