package dev.berth.api.cli;

/** A variable of the environment that the command line heeds. */
enum Variable {
    BERTH_URL("where the daemon is (http://127.0.0.1:7070)"),
    BERTH_TOKEN("opens it; on the daemon's machine it is found by itself"),
    BERTH_DATA_DIR("the daemon's data directory, where the token is looked for"),
    NO_COLOR("no colours");

    private final String text;

    Variable(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
