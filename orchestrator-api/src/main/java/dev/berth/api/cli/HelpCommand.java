package dev.berth.api.cli;

/** Explains the command line, from the table that it is parsed by. */
final class HelpCommand {
    private static final String HEAD = "Berth runs the applications of a project file on this machine and keeps them running.\n\n";

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

    static String overall() {
        StringBuilder text = new StringBuilder(HEAD).append("usage: berth VERB …\n\n");
        int width = 0;
        for (Verb verb : Verb.values()) {
            width = Math.max(width, call(verb).length());
        }
        for (Verb verb : Verb.values()) {
            row(text, call(verb), width, verb.summary());
        }
        text.append("\nberth help VERB explains one. Each takes -o json.\n\n");
        text.append("environment:\n");
        row(text, "BERTH_URL", 14, "where the daemon is (http://127.0.0.1:7070)");
        row(text, "BERTH_TOKEN", 14, "opens it; on the daemon's machine it is found by itself");
        row(text, "BERTH_DATA_DIR", 14, "the daemon's data directory, where the token is looked for");
        row(text, "NO_COLOR", 14, "no colours");
        text.append("\nexit codes: 0 done, 1 the world said no, 2 the input is wrong, 3 plan has changes, 70 a bug\n");
        return text.toString();
    }

    static String of(Verb verb) {
        StringBuilder text = new StringBuilder(verb.usage()).append("\n  ").append(verb.summary()).append("\n\n");
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

    private static String call(Verb verb) {
        return verb.words().isEmpty() ? verb.text() : verb.text() + " " + verb.words();
    }

    static void row(StringBuilder text, String name, int width, String meaning) {
        text.append("  ").append(name);
        text.append(" ".repeat(Math.max(0, width - name.length()))).append("  ").append(meaning).append('\n');
    }
}
