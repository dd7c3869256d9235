package dev.berth.core.yaml;

import dev.berth.core.problem.Place;
import dev.berth.core.problem.Spot;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** The parser's complaints in words that say what to do. */
final class SyntaxMistake {
    private SyntaxMistake() {}

    static UnreadableYaml of(MarkedYAMLException e, String file, SourceLines lines) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        String context = e.getContext() == null ? "" : e.getContext();
        if (context.contains("quoted scalar") && problem.contains("end of stream")) {
            return at(e.getContextMark(), file, lines, "the quote that opens here is never closed", "close it");
        }
        if (context.contains("flow") && (problem.contains("<stream end>") || problem.contains("block end"))) {
            Mark open = e.getContextMark();
            boolean here = lines.from(line(open), column(open)).matches("[\\[{].*");
            String what = here
                    ? "the bracket that opens here is never closed"
                    : "the text ends here, but a bracket is still open";
            return at(open, file, lines, what, "close it");
        }
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        if (problem.contains("(TAB)")
                || problem.contains("'\\t")
                || lines.from(line(mark), column(mark)).startsWith("\t")) {
            return at(mark, file, lines, "a tab stands where YAML allows only spaces", "indent with spaces");
        }
        if (problem.contains("mapping values are not allowed")) {
            return at(
                    mark,
                    file,
                    lines,
                    "a second \": \" in this line, or a key that is indented too far",
                    "put a value that contains \": \" in quotes, and give keys of one level the same indentation");
        }
        if (problem.contains("could not find expected ':'")) {
            Mark where = e.getContextMark() != null ? e.getContextMark() : mark;
            return at(where, file, lines, "a \":\" is missing behind this key", "write  key: value");
        }
        if (problem.contains("cannot start any token")) {
            String first = firstCharacter(lines, mark);
            return at(mark, file, lines, "a value cannot begin with " + first, "put the value in quotes");
        }
        if (problem.contains("expected <block end>")
                || context.contains("block mapping")
                || context.contains("block collection")) {
            return at(
                    mark,
                    file,
                    lines,
                    "this does not fit what stands above it: " + found(problem),
                    "give the keys of one mapping, and the \"-\" of one list, the same indentation");
        }
        if (problem.contains("unknown escape character")) {
            return at(
                    mark,
                    file,
                    lines,
                    "a backslash in double quotes begins an escape, and this one does not exist",
                    "write \\\\ for a backslash, or use single quotes");
        }
        String words = (context.isEmpty() ? "" : context + ": ") + problem;
        return at(
                mark,
                file,
                lines,
                "this is not YAML: " + words.strip(),
                "mend the syntax; quotes help with odd values");
    }

    static UnreadableYaml of(ReaderException e, String file, String text) {
        int position = Math.min(e.getPosition(), text.codePointCount(0, text.length()));
        String before = text.substring(0, text.offsetByCodePoints(0, position));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        String last = before.substring(before.lastIndexOf('\n') + 1);
        return new UnreadableYaml(
                new Spot(new Place(file, line, 1 + last.codePointCount(0, last.length())), 1, ""),
                String.format("the character U+%04X cannot stand in YAML", e.getCodePoint()),
                "remove it, or write it as an escape in double quotes, such as \"\\x1b\"");
    }

    private static String found(String problem) {
        int quote = problem.indexOf("but found");
        return quote < 0
                ? problem.strip()
                : "found " + problem.substring(quote + 9).strip();
    }

    private static String firstCharacter(SourceLines lines, Mark mark) {
        String rest = lines.from(line(mark), column(mark));
        return rest.isEmpty() ? "this" : "\"" + Character.toString(rest.codePointAt(0)) + "\"";
    }

    private static int line(Mark mark) {
        return mark == null ? 0 : mark.getLine();
    }

    private static int column(Mark mark) {
        return mark == null ? 0 : mark.getColumn();
    }

    private static UnreadableYaml at(Mark mark, String file, SourceLines lines, String what, String remedy) {
        int line = line(mark);
        int column = column(mark);
        if (lines.from(line, 0).isBlank() && line > lines.lastWithText()) {
            line = lines.lastWithText();
            column = lines.from(line, 0).stripTrailing().length();
        }
        return new UnreadableYaml(new Spot(new Place(file, line + 1, column + 1), 1, ""), what, remedy);
    }
}
