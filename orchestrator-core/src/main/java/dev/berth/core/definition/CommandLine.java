package dev.berth.core.definition;

import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command as a list, or as a text that is split the way a shell splits words; no shell ever runs it. */
final class CommandLine {
    private static final Set<String> OPERATORS = Set.of("&&", "||", "|", ";", "&", ">", ">>", "<", "2>&1");

    /** As Compose's files spell a dollar sign that it must leave alone. */
    private static final Pattern DOUBLE_DOLLAR = Pattern.compile("\\$\\$(?=[A-Za-z_{(])");

    private CommandLine() {}

    /** @return empty when the key is missing or wrong; an empty list is a value */
    static Optional<List<String>> bind(Fields fields, String key) {
        Optional<YamlNode> node = fields.node(key);
        if (node.isPresent() && node.get() instanceof YamlSequence sequence) {
            sequence.items().forEach(item -> checkDollars(fields, key, item));
            return Optional.of(fields.texts(key, sequence));
        }
        if (node.isPresent() && node.get() instanceof YamlScalar scalar && !scalar.isNull()) {
            checkDollars(fields, key, scalar);
            return fields.hasNul(key, scalar) ? Optional.empty() : split(fields, key, scalar);
        }
        return node.flatMap(n -> Fields.isNull(n) ? fields.empty(key) : fields.wrong(key, n));
    }

    private static void checkDollars(Fields fields, String key, YamlNode node) {
        if (!(node instanceof YamlScalar scalar)) {
            return;
        }
        int reference = scalar.text().indexOf(TemplateText.OPEN);
        if (reference >= 0) {
            fields.problems()
                    .error(
                            scalar.part(reference, scalar.text().length()),
                            "references are not resolved in " + key,
                            "put the value into env, and let a shell read it:  " + key
                                    + ": [sh, -c, 'exec app \"$NAME\"']");
        }
        Matcher twice = DOUBLE_DOLLAR.matcher(scalar.text());
        if (reference < 0 && twice.find()) {
            fields.problems()
                    .warning(
                            scalar.part(twice.start(), twice.end()),
                            "$$ arrives as two dollar signs: nothing is replaced here, so nothing needs to be escaped",
                            "write one $ if that is meant");
        }
    }

    private static Optional<List<String>> split(Fields fields, String key, YamlScalar scalar) {
        Optional<List<Word>> words = words(scalar.text());
        if (words.isEmpty()) {
            fields.problems()
                    .error(
                            scalar,
                            "a quote in this command is never closed",
                            "close it, or write the command as a list");
            return Optional.empty();
        }
        Optional<Word> operator = words.get().stream()
                .filter(w -> !w.quoted() && OPERATORS.contains(w.text()))
                .findFirst();
        operator.ifPresent(word -> fields.problems()
                .error(
                        scalar.part(word.from(), word.to()),
                        key + " runs without a shell, so " + word.text() + " would be an argument",
                        "call a shell yourself:  " + key + ": [sh, -c, '…']"));
        return Optional.of(words.get().stream().map(Word::text).toList());
    }

    private record Word(String text, boolean quoted, int from, int to) {}

    /** Splits as POSIX sh does (XCU 2.2 quoting), without expansions; empty when a quote stays open. */
    private static Optional<List<Word>> words(String text) {
        List<Word> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        int from = -1;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (from >= 0) {
                    words.add(new Word(word.toString(), quoted, from, i));
                }
                word.setLength(0);
                quoted = false;
                from = -1;
                continue;
            }
            from = from < 0 ? i : from;
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                quoted = true;
            } else if (c == '\\' && i + 1 < text.length() && escapes(quote, text.charAt(i + 1))) {
                i++;
                quoted = true;
                if (text.charAt(i) != '\n') {
                    word.append(text.charAt(i));
                }
            } else {
                word.append(c);
            }
        }
        if (from >= 0) {
            words.add(new Word(word.toString(), quoted, from, text.length()));
        }
        return quote == 0 ? Optional.of(words) : Optional.empty();
    }

    private static boolean escapes(char quote, char next) {
        return quote == 0 || quote == '"' && "\"\\$`\n".indexOf(next) >= 0;
    }
}
