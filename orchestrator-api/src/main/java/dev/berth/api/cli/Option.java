package dev.berth.api.cli;

/** What can stand behind a verb. An empty {@code value} makes it a switch. */
enum Option {
    FILE("--file", "-f", "FILE", "the project file, its directory, or - for standard input (project.yml here)"),
    DRY_RUN("--dry-run", "", "", "shows the plan and changes nothing"),
    DETACH("--detach", "-d", "", "prints the deployment's number instead of following it"),
    REBUILD("--rebuild", "", "", "pulls and builds images again, also those that are there"),
    YES("--yes", "-y", "", "asks nothing"),
    EXIT_CODE("--exit-code", "", "", "exits with 3 when there is something to do"),
    FOLLOW("--follow", "-f", "", "stays and shows what comes"),
    TAIL("--tail", "-n", "N", "the last N lines of each instance, or all (1000)"),
    SINCE("--since", "", "TIME", "nothing older, such as 10m or 2026-01-31T12:00:00Z"),
    DEPLOYMENT("--deployment", "", "N", "of that deployment's instances"),
    TO("--to", "", "N", "the release that deployment N accepted (the one before the present)"),
    LIMIT("--limit", "", "N", "at most N (50)"),
    VOLUMES("--volumes", "", "", "takes the volumes away too, with their data; also later, when only they are left"),
    SCOPE("--scope", "", "SCOPE", "read, deploy or admin (deploy)"),
    PROJECT("--project", "", "PROJECT", "for that project only"),
    EXPIRES("--expires", "", "TIME", "ends by itself, such as 30d"),
    WAITING("--waiting", "", "", "all that wait for a person, after you have done what their authority asked for"),
    CERTIFICATE("--certificate", "", "FILE", "the certificate with its chain, as PEM"),
    KEY("--key", "", "FILE", "its private key, as PEM without a password"),
    NO_TTY("--no-tty", "-T", "", "gives the command no terminal"),
    MARKDOWN("--markdown", "", "", "as the table of the README"),
    OUTPUT("--output", "-o", "FORMAT", "text or json"),
    HELP("--help", "-h", "", "how to use it");

    private final String flag;
    private final String letter;
    private final String value;
    private final String text;

    Option(String flag, String letter, String value, String text) {
        this.flag = flag;
        this.letter = letter;
        this.value = value;
        this.text = text;
    }

    /** Such as {@code --file}. */
    String flag() {
        return flag;
    }

    /** What it takes, such as {@code FILE}; empty for a switch. */
    String value() {
        return value;
    }

    boolean isSwitch() {
        return value.isEmpty();
    }

    String text() {
        return text;
    }

    /** Both spellings with the value, such as {@code -f, --file FILE}. */
    String synopsis() {
        String spelled = letter.isEmpty() ? flag : letter + ", " + flag;
        return isSwitch() ? spelled : spelled + " " + value;
    }

    /** The shortest spelling with the value, such as {@code -f FILE}. */
    String brief() {
        String spelled = letter.isEmpty() ? flag : letter;
        return isSwitch() ? spelled : spelled + " " + value;
    }

    boolean isSpelled(String given) {
        return given.equals(flag) || !letter.isEmpty() && given.equals(letter);
    }
}
