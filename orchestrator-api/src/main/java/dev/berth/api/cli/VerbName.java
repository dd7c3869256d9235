package dev.berth.api.cli;

/** Finds verbs by what was typed. */
final class VerbName {
    /** What a Berth can have and this one has not yet. */
    private static final String[] LATER = {"verify", "adopt"};

    private VerbName() {}

    /** The verb that is spelled so; null when there is none, as this is on the path of every start. */
    static Verb find(String given) {
        for (Verb verb : Verb.values()) {
            if (verb.text().equals(given)) {
                return verb;
            }
        }
        return null;
    }

    static CommandFailure unknown(String[] given) {
        for (String later : LATER) {
            if (later.equals(given[0])) {
                return CommandFailure.input("this Berth does not have " + later + " yet");
            }
        }
        String second = given.length > 1 ? given[1] : "";
        StringBuilder forms = new StringBuilder();
        for (Verb verb : Verb.values()) {
            if (verb.text().startsWith(given[0] + " ")) {
                forms.append(forms.length() == 0 ? "" : ", ").append("berth ").append(verb.text());
            }
        }
        if (forms.length() > 0) {
            String what = second.isEmpty()
                    ? "berth " + given[0] + " needs to know what"
                    : "berth " + given[0] + " has no \"" + second + "\"";
            return CommandFailure.input(what + ": there are " + forms);
        }
        Suggestion suggestion = new Suggestion(given[0]);
        for (Verb verb : Verb.values()) {
            suggestion.consider(verb.text());
        }
        return CommandFailure.input(
                "berth has no verb \"" + given[0] + "\"" + suggestion.text() + "\nfix: berth help lists them all");
    }
}
