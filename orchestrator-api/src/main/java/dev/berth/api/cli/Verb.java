package dev.berth.api.cli;

/** What the command line can do: the one table from which it is parsed, and the help and the reference are written. */
enum Verb {
    APPLY(
            "apply",
            "",
            "brings a project to what its file says, and shows how it goes",
            Option.FILE,
            Option.DRY_RUN,
            Option.DETACH,
            Option.REBUILD,
            Option.YES),
    PLAN("plan", "", "shows what apply would do, and why; changes nothing", Option.FILE, Option.EXIT_CODE),
    LS("ls", "", "the projects and how they are"),
    STATUS("status", "PROJECT", "a project's applications: state, health, instances, url"),
    DELETE("delete", "PROJECT", "takes a project away; its volumes stay", Option.VOLUMES, Option.YES, Option.DETACH),
    DESCRIBE("describe", "PROJECT/APP", "everything about an application, and why it is so"),
    LOGS(
            "logs",
            "PROJECT/APP",
            "what the application prints",
            Option.FOLLOW,
            Option.TAIL,
            Option.SINCE,
            Option.DEPLOYMENT),
    EXEC("exec", "PROJECT/APP -- CMD…", "runs a command inside an instance", Option.NO_TTY),
    DEPLOY("deploy", "PROJECT/APP", "deploys it once more, looking again at its image or sources", Option.DETACH),
    ROLLBACK(
            "rollback",
            "PROJECT/APP",
            "goes back to an earlier release; deployments shows their numbers",
            Option.TO,
            Option.DETACH),
    RESTART("restart", "PROJECT/APP", "replaces every instance by a new one of the same release", Option.DETACH),
    STOP("stop", "PROJECT/APP", "stops it until start; apply and a reboot respect that", Option.DETACH),
    START("start", "PROJECT/APP", "starts what was stopped", Option.DETACH),
    SCALE("scale", "PROJECT/APP N", "runs N instances", Option.DETACH),
    DEPLOYMENTS("deployments", "PROJECT[/APP]", "what was deployed, newest first", Option.LIMIT),
    FOLLOW("follow", "DEPLOYMENT", "shows how a deployment goes, to its end"),
    CANCEL("cancel", "DEPLOYMENT", "ends a deployment"),
    EVENTS("events", "", "what happened to everything", Option.FOLLOW),
    SECRET_SET("secret set", "PROJECT NAME", "keeps a secret; the value comes from standard input"),
    SECRET_LS("secret ls", "PROJECT", "the names of a project's secrets"),
    SECRET_RM("secret rm", "PROJECT NAME", "forgets a secret"),
    TOKEN_CREATE(
            "token create",
            "NAME",
            "makes a token for the API and prints it once",
            Option.SCOPE,
            Option.PROJECT,
            Option.EXPIRES),
    TOKEN_LS("token ls", "", "the tokens, without their values"),
    TOKEN_RM("token rm", "NAME", "ends a token"),
    DAEMON("daemon", "", "runs the daemon"),
    DOCTOR("doctor", "", "looks at engine, proxy, certificates, disk: ok, or the remedy"),
    ROUTES("routes", "", "which host and path leads where"),
    CERTIFICATES("certificates", "", "each host name's certificate: state, validity, renewal, and why"),
    CERTIFICATES_RENEW("certificates renew", "[NAME…]", "has certificates renewed now", Option.WAITING),
    CERTIFICATES_UPLOAD(
            "certificates upload", "NAME", "serves a certificate of your own", Option.CERTIFICATE, Option.KEY),
    CERTIFICATES_RM("certificates rm", "NAME", "forgets a certificate of your own"),
    SCHEMA("schema", "", "the JSON Schema of the project file, for editors"),
    VERSION("version", "", "which Berth this is"),
    HELP("help", "[VERB]", "how to use a verb", Option.MARKDOWN);

    private final String text;
    private final String words;
    private final String summary;
    private final Option[] options;

    Verb(String text, String words, String summary, Option... options) {
        this.text = text;
        this.words = words;
        this.summary = summary;
        this.options = options;
    }

    /** As it is typed, such as {@code secret set}. */
    String text() {
        return text;
    }

    /** What must stand behind it, such as {@code PROJECT/APP N}; in brackets what may. */
    String words() {
        return words;
    }

    String summary() {
        return summary;
    }

    /** Its own, without {@code --output} and {@code --help}, which all have. */
    Option[] options() {
        return options.clone();
    }

    /** Whether everything behind the first word is a command of its own. */
    boolean takesCommand() {
        return this == EXEC;
    }

    int requiredWords() {
        if (takesCommand()) {
            return 2;
        }
        return words.isEmpty() || words.charAt(0) == '[' ? 0 : allowedWords();
    }

    int allowedWords() {
        if (words.isEmpty()) {
            return 0;
        }
        if (words.endsWith("…]")) {
            return Integer.MAX_VALUE;
        }
        int count = 1;
        for (int i = 0; i < words.length(); i++) {
            if (words.charAt(i) == ' ') {
                count++;
            }
        }
        return count;
    }

    /** How to call it, such as {@code berth scale PROJECT/APP N [-d]}. */
    String usage() {
        StringBuilder usage = new StringBuilder("berth ").append(text);
        StringBuilder switches = new StringBuilder();
        for (Option option : options) {
            switches.append(" [").append(option.brief()).append(']');
        }
        if (takesCommand()) {
            return usage.append(switches).append(' ').append(words).toString();
        }
        if (!words.isEmpty()) {
            usage.append(' ').append(words);
        }
        return usage.append(switches).toString();
    }
}
