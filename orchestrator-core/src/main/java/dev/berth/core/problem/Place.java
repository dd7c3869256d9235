package dev.berth.core.problem;

/**
 * Where in a user's text something stands.
 *
 * @param file the name the user gave the text, such as {@code project.yml}
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Place(String file, int line, int column) {
    public Place {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns count from 1: " + line + ":" + column);
        }
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
