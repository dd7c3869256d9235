package dev.berth.core.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Texts that were right, or nearly, before something happened to them; the same for the same seed. */
final class Mutilation {
    private static final List<String> NASTY = List.of(
            "\0",
            "\t",
            "\r\n",
            "\r",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\u200B",
            "\u202e",
            "\u001b[31m",
            "\uD800",
            "\uDC00",
            "😀",
            "漢",
            "é",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "%TAG ! x\n",
            "&a ",
            "*a",
            "&a *a",
            "<<: *a\n",
            "<<: ",
            "!!binary ",
            "!ruby/object:X ",
            "!!str ",
            "? ",
            "? [a]\n: b\n",
            ": ",
            ":",
            "- ",
            "|\n",
            ">-\n",
            "\"",
            "'",
            "[",
            "]",
            "{",
            "}",
            "[[[[[[",
            ",",
            "#",
            " # ",
            "~",
            "null",
            "yes",
            "no",
            "on",
            "010",
            "0x1f",
            "1e3",
            ".nan",
            "-1",
            "99999999999999999999",
            "${HOME}",
            "${{secret.X}}",
            "${{",
            "}}",
            "$${{",
            "$$",
            "\\",
            "\\u0000",
            "\\ud800",
            "x-note: 1\n",
            "8080: x\n",
            "\"\": x\n",
            "..",
            "/..",
            "//",
            ":/",
            "::",
            "%",
            "%41",
            "0s",
            "366d");

    private final Random random;
    private final List<String> texts;

    Mutilation(Random random, List<String> texts) {
        this.random = random;
        this.texts = List.copyOf(texts);
    }

    String next() {
        StringBuilder text = new StringBuilder(any(texts));
        for (int blows = random.nextInt(4) + (random.nextInt(8) == 0 ? 20 : 0); blows >= 0; blows--) {
            switch (random.nextInt(9)) {
                case 0 -> text.insert(at(text), any(NASTY));
                case 1 -> cut(text);
                case 2 -> text.setLength(at(text));
                case 3 -> repeat(text);
                case 4 -> replace(text, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
                case 5 -> shuffleLines(text);
                case 6 -> graft(text);
                case 7 -> swapValues(text);
                default -> text.insert(at(text), (char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private int at(CharSequence text) {
        return random.nextInt(text.length() + 1);
    }

    private void cut(StringBuilder text) {
        int from = at(text);
        text.delete(from, Math.min(text.length(), from + random.nextInt(12)));
    }

    private void repeat(StringBuilder text) {
        int from = at(text);
        String piece = text.substring(from, Math.min(text.length(), from + 1 + random.nextInt(20)));
        text.insert(from, piece.repeat(random.nextInt(10) == 0 ? 500 : 1 + random.nextInt(3)));
    }

    private void replace(StringBuilder text, char by) {
        if (text.length() > 0) {
            text.setCharAt(random.nextInt(text.length()), by);
        }
    }

    private void shuffleLines(StringBuilder text) {
        List<String> lines = new ArrayList<>(List.of(text.toString().split("\n", -1)));
        int one = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> Collections.swap(lines, one, other);
            case 1 -> lines.remove(one);
            case 2 -> lines.add(other, lines.get(one));
            default ->
                lines.set(one, " ".repeat(random.nextInt(8)) + lines.get(one).strip());
        }
        text.setLength(0);
        text.append(String.join("\n", lines));
    }

    /** A line of another text. */
    private void graft(StringBuilder text) {
        String[] lines = any(texts).split("\n", -1);
        int end = text.indexOf("\n", at(text));
        text.insert(end < 0 ? text.length() : end + 1, lines[random.nextInt(lines.length)] + "\n");
    }

    /** What stands behind a colon goes behind another one. */
    private void swapValues(StringBuilder text) {
        int from = text.indexOf(": ", at(text));
        int to = text.indexOf("\n", Math.max(0, from));
        int other = text.indexOf(": ", at(text));
        if (from >= 0 && to >= 0 && other >= 0) {
            text.insert(other + 2, text.substring(from + 2, to));
        }
    }
}
