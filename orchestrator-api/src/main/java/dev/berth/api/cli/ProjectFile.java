package dev.berth.api.cli;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The project file as the user wrote it; the daemon reads what it says.
 *
 * @param name for messages, as the user gave it
 * @param directory what its relative paths start from
 */
record ProjectFile(String name, File directory, byte[] content) {
    private static final String[] NAMES = {"project.yml", "project.yaml", "berth.yml", "berth.yaml"};

    /** More than any reader takes; stops one who names a device or an archive. */
    private static final int LARGEST = 8 << 20;

    /** @throws CommandFailure when there is no such file, or it cannot be read */
    static ProjectFile of(Session session) {
        Surroundings surroundings = session.surroundings();
        String given = session.arguments().value(Option.FILE).orElse("");
        if (given.equals("-")) {
            return new ProjectFile(
                    "<stdin>",
                    surroundings.file("."),
                    read("standard input", session.console().input()));
        }
        File file = surroundings.file(given.isEmpty() ? "." : given);
        if (file.isDirectory()) {
            return within(file, given);
        }
        if (!file.exists()) {
            throw CommandFailure.input("there is no file " + given + " here (" + surroundings.directory() + ")");
        }
        return open(file, given);
    }

    private static ProjectFile within(File directory, String given) {
        for (String name : NAMES) {
            File file = new File(directory, name);
            if (file.isFile()) {
                boolean here = given.isEmpty() || given.equals(".");
                return open(file, here ? name : given.endsWith("/") ? given + name : given + "/" + name);
            }
        }
        StringBuilder names = new StringBuilder(NAMES[0]);
        for (int i = 1; i < NAMES.length; i++) {
            names.append(i == NAMES.length - 1 ? " or " : ", ").append(NAMES[i]);
        }
        throw CommandFailure.input(
                "there is no " + names + " in " + directory.getPath() + "\nfix: name the project file with -f FILE");
    }

    private static ProjectFile open(File file, String name) {
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            return new ProjectFile(name, file.getAbsoluteFile().getParentFile(), read(name, in));
        } catch (IOException e) {
            throw CommandFailure.input("cannot read " + name + ": " + reason(e));
        }
    }

    /** What the system says, without the name of the file. */
    static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        int open = message.lastIndexOf('(');
        return open >= 0 && message.endsWith(")") ? message.substring(open + 1, message.length() - 1) : message;
    }

    private static byte[] read(String name, InputStream in) {
        byte[] content;
        try {
            content = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw CommandFailure.input("cannot read " + name + ": " + reason(e));
        }
        if (content.length > LARGEST) {
            throw CommandFailure.input(name + " has more than " + (LARGEST >> 20) + " MB; is it a project file?");
        }
        return content;
    }
}
