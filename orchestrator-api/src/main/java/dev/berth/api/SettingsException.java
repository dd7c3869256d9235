package dev.berth.api;

import java.util.List;

/** The daemon's options are wrong; the message lists every mistake, each with its remedy, a line each. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SettingsException(List<String> mistakes) {
        super(String.join("\n", mistakes));
    }
}
