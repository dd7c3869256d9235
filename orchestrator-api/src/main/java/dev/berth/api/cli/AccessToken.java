package dev.berth.api.cli;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * What opens the API.
 *
 * @param value empty when none was found
 * @param origin where it comes from, or where it was looked for in vain
 * @param owner the user whose daemon of this machine wrote it; -1 when somebody gave it
 */
record AccessToken(String value, String origin, int owner) {
    /** From {@code BERTH_TOKEN}, else from the file that the daemon of this machine writes. */
    static AccessToken of(Surroundings surroundings) {
        String given = surroundings.variable("BERTH_TOKEN").trim();
        if (!given.isEmpty()) {
            return new AccessToken(plain(given, "BERTH_TOKEN"), "BERTH_TOKEN", -1);
        }
        File file = new File(surroundings.file(surroundings.dataDirectory()), "admin.token");
        if (!file.exists()) {
            return new AccessToken("", "BERTH_TOKEN is not set, and there is no " + file + reason(file), -1);
        }
        try (FileInputStream in = new FileInputStream(file)) {
            String read = new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
            return new AccessToken(
                    plain(read, file.toString()), file.toString(), (int) Files.getAttribute(file.toPath(), "unix:uid"));
        } catch (IOException e) {
            return new AccessToken(
                    "", "BERTH_TOKEN is not set, and " + file + " cannot be read (its owner can: try sudo)", -1);
        }
    }

    /** Whether it is meant for the daemon of this machine and nobody else. */
    boolean isOfThisMachine() {
        return owner >= 0;
    }

    private static String reason(File file) {
        File directory = file.getParentFile();
        return directory.isDirectory() && !directory.canExecute() ? " that this user can see (try sudo)" : "";
    }

    private static String plain(String token, String origin) {
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                throw CommandFailure.input(origin + " holds no token: it has characters that no token has");
            }
        }
        return token;
    }

    @Override
    public String toString() {
        return "(token from " + origin + ")";
    }
}
