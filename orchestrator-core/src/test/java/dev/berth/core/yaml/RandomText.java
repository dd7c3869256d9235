package dev.berth.core.yaml;

import java.util.Random;

/** Texts with everything in them that YAML could stumble over. */
public final class RandomText {
    private static final String[] PIECES = {
        "a",
        "B",
        "0",
        " ",
        "  ",
        "\n",
        "\t",
        "\r",
        "\"",
        "'",
        "\\",
        "#",
        " #",
        ":",
        ": ",
        "- ",
        "-",
        "?",
        "|",
        ">",
        "&",
        "*",
        "!",
        "%",
        "@",
        "`",
        "{",
        "}",
        "[",
        "]",
        ",",
        "$",
        "$$",
        "${X}",
        "é",
        "漢",
        "😀",
        "\u0085",
        "\u2028",
        "\uFEFF",
        "\u00a0",
        "~",
        "null",
        "yes",
        "010",
        "1e3",
        "3.10",
        "<<",
        "=",
        "\u0001",
        "\u007f",
        "---",
        "...",
        "{{",
        "}}",
        "-----BEGIN KEY-----"
    };

    private RandomText() {}

    /** Up to {@code most} pieces. */
    public static String any(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
