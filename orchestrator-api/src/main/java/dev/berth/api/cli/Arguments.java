package dev.berth.api.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the user typed, understood. */
final class Arguments {
    private final Verb verb;
    private final Map<Option, String> options = new EnumMap<>(Option.class);
    private final List<String> words = new ArrayList<>();

    private Arguments(Verb verb) {
        this.verb = verb;
    }

    /** @throws CommandFailure naming what is not understood, and what was perhaps meant */
    static Arguments of(String... given) {
        if (given.length == 0 || given[0].equals("-h") || given[0].equals("--help")) {
            return new Arguments(Verb.HELP);
        }
        if (given[0].equals("--version")) {
            return new Arguments(Verb.VERSION);
        }
        int used = 2;
        Verb verb = given.length > 1 ? VerbName.find(given[0] + " " + given[1]) : null;
        if (verb == null) {
            verb = VerbName.find(given[0]);
            used = 1;
        }
        if (verb == null) {
            throw VerbName.unknown(given);
        }
        Arguments arguments = new Arguments(verb);
        arguments.read(given, used);
        return arguments;
    }

    private void read(String[] given, int from) {
        boolean onlyWords = verb == Verb.DAEMON && !isHelp(given, from);
        for (int i = from; i < given.length; i++) {
            String argument = given[i];
            if (onlyWords || argument.length() < 2 || argument.charAt(0) != '-') {
                words.add(argument);
                onlyWords |= verb.takesCommand() && words.size() > 1;
            } else if (argument.equals("--")) {
                onlyWords = true;
            } else {
                i = readOption(given, i);
            }
        }
        if (!has(Option.HELP) && verb != Verb.DAEMON) {
            checkWords();
        }
    }

    private static boolean isHelp(String[] given, int from) {
        return from < given.length && Option.HELP.isSpelled(given[from]);
    }

    private int readOption(String[] given, int at) {
        String argument = given[at];
        int equals = argument.indexOf('=');
        boolean attached = equals > 0 && argument.startsWith("--");
        String spelled = attached ? argument.substring(0, equals) : argument;
        Option option = optionNamed(spelled);
        if (option == null) {
            throw unknownOption(spelled);
        }
        if (option.isSwitch()) {
            if (attached) {
                throw CommandFailure.input(spelled + " takes no value");
            }
            options.put(option, "");
            return at;
        }
        if (options.containsKey(option)) {
            throw CommandFailure.input(spelled + " is given twice; give it once");
        }
        if (attached) {
            options.put(option, argument.substring(equals + 1));
            return at;
        }
        if (at + 1 == given.length) {
            throw CommandFailure.input(spelled + " needs a value: " + option.brief());
        }
        options.put(option, given[at + 1]);
        return at + 1;
    }

    private Option optionNamed(String spelled) {
        for (Option option : verb.options()) {
            if (option.isSpelled(spelled)) {
                return option;
            }
        }
        if (Option.OUTPUT.isSpelled(spelled)) {
            return Option.OUTPUT;
        }
        return Option.HELP.isSpelled(spelled) ? Option.HELP : null;
    }

    private CommandFailure unknownOption(String spelled) {
        Suggestion suggestion = new Suggestion(spelled);
        for (Option option : verb.options()) {
            suggestion.consider(option.flag());
        }
        suggestion.consider(Option.OUTPUT.flag());
        return CommandFailure.input(
                "berth " + verb.text() + " has no option " + spelled + suggestion.text() + "\nusage: " + verb.usage());
    }

    private void checkWords() {
        if (words.size() < verb.requiredWords()) {
            String missing = words.isEmpty() ? verb.words() : "also " + lastWordName();
            throw CommandFailure.input("berth " + verb.text() + " needs " + missing + "\nusage: " + verb.usage());
        }
        if (verb != Verb.HELP && !verb.takesCommand() && words.size() > verb.allowedWords()) {
            throw CommandFailure.input("berth " + verb.text() + " does not know what to do with \""
                    + words.get(verb.allowedWords()) + "\"\nusage: " + verb.usage());
        }
    }

    private String lastWordName() {
        return verb.words().substring(verb.words().lastIndexOf(' ') + 1);
    }

    Verb verb() {
        return verb;
    }

    boolean has(Option option) {
        return options.containsKey(option);
    }

    Optional<String> value(Option option) {
        return Optional.ofNullable(options.get(option));
    }

    /** @throws CommandFailure when it is not a whole number from {@code least} up */
    Optional<String> number(Option option, int least) {
        String text = options.get(option);
        if (text != null && !isNumber(text, least)) {
            throw CommandFailure.input(
                    option.flag() + " is a whole number from " + least + " up, not \"" + text + "\"");
        }
        return Optional.ofNullable(text);
    }

    static boolean isNumber(String text, int least) {
        if (text.isEmpty() || text.length() > 9) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return Integer.parseInt(text) >= least;
    }

    /** What stands behind the verb that is no option, in order. */
    List<String> words() {
        return words;
    }

    String word(int index) {
        return words.get(index);
    }

    /** Whether JSON was asked for. */
    boolean json() {
        String format = options.getOrDefault(Option.OUTPUT, "text");
        if (!format.equals("text") && !format.equals("json")) {
            throw CommandFailure.input("-o is text or json, not \"" + format + "\"");
        }
        return format.equals("json");
    }
}
