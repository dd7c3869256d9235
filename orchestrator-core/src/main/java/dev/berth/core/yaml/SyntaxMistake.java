package dev.berth.core.yaml;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Place;
import dev.berth.core.problem.Spot;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Where the parser stopped, in words that say what to do. */
final class SyntaxMistake {
    private static final Pattern NO_SPACE = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_-]*):([^\\s:/].*)");
    private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z_\"'][A-Za-z0-9_.\"'-]*)\\s*");
    private static final String REFERENCE = "${{";

    private final String file;
    private final SourceLines lines;
    private final String context;
    private final String problem;
    private final Mark begun;
    private final Mark noticed;

    private SyntaxMistake(MarkedYAMLException e, String file, SourceLines lines) {
        this.file = file;
        this.lines = lines;
        this.context = e.getContext() == null ? "" : e.getContext();
        this.problem = e.getProblem() == null ? "" : e.getProblem();
        this.noticed = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        this.begun = e.getContextMark() != null ? e.getContextMark() : noticed;
    }

    static UnreadableYaml of(MarkedYAMLException e, String file, SourceLines lines) {
        return new SyntaxMistake(e, file, lines).told();
    }

    static UnreadableYaml of(ReaderException e, String file, String text) {
        int position = Math.min(e.getPosition(), text.codePointCount(0, text.length()));
        Place place = new SourceLines(text).place(file, text.offsetByCodePoints(0, position));
        return new UnreadableYaml(
                new Spot(place, 1, ""),
                String.format("the character U+%04X cannot stand in YAML", e.getCodePoint()),
                "remove it, or write it as an escape in double quotes, such as \"\\x1b\"");
    }

    private UnreadableYaml told() {
        if (context.contains("flow") && (problem.contains("<stream end>") || problem.contains("block end"))) {
            boolean here = rest(begun).matches("[\\[{].*");
            return at(
                    begun.getLine(),
                    begun.getColumn(),
                    here
                            ? "the bracket that opens here is never closed"
                            : "the text ends here, but a bracket is still open",
                    "close it");
        }
        if (problem.contains("(TAB)")
                || problem.contains("'\\t")
                || rest(noticed).startsWith("\t")) {
            return at(noticed, "a tab stands where YAML allows only spaces", "indent with spaces");
        }
        if (problem.contains("cannot start any token")) {
            return at(noticed, "a value cannot begin with " + first(noticed), "put the value in quotes");
        }
        return reference()
                .or(this::missingSpace)
                .or(this::tooFar)
                .or(this::openBracket)
                .orElseGet(this::said);
    }

    private UnreadableYaml said() {
        Optional<Saying> saying = Saying.of(context, problem);
        if (saying.isPresent()) {
            return at(
                    saying.get().open() ? begun : noticed,
                    saying.get().what(),
                    saying.get().remedy());
        }
        String words = (context.isEmpty() ? "" : context + ": ") + problem;
        return at(noticed, "this is not YAML: " + words.strip(), "mend the syntax; quotes help with odd values");
    }

    /** {@code {A: ${{secret.X}}}}: in brackets the reference's own brackets are YAML's. */
    private Optional<UnreadableYaml> reference() {
        if (!problem.contains("but got {")) {
            return Optional.empty();
        }
        String line = lines.from(noticed.getLine(), 0);
        int at = line.offsetByCodePoints(0, noticed.getColumn()) - 1;
        if (!line.startsWith(REFERENCE, at)) {
            return Optional.empty();
        }
        return Optional.of(at(
                noticed.getLine(),
                noticed.getColumn() - 1,
                "a reference between [ ] or { } stands in quotes",
                "write  \"${{…}}\""));
    }

    /** {@code image:nginx}, which is one word to YAML and goes on in the next line. */
    private Optional<UnreadableYaml> missingSpace() {
        if (!problem.contains("mapping values are not allowed") && !problem.contains("could not find expected ':'")) {
            return Optional.empty();
        }
        int last = noticed.getLine();
        for (int line = last; line >= Math.max(0, last - 1); line--) {
            Matcher glued = NO_SPACE.matcher(lines.from(line, 0));
            if (glued.matches() && !glued.group(2).contains(": ")) {
                return Optional.of(at(
                        line,
                        glued.end(1),
                        "a space is missing behind this \":\"",
                        "write  " + glued.group(1) + ": " + Excerpt.of(glued.group(2))));
            }
        }
        return Optional.empty();
    }

    /** A key under a single value, as if it stood in that. */
    private Optional<UnreadableYaml> tooFar() {
        String line = lines.from(noticed.getLine(), 0);
        Matcher key = KEY.matcher(line);
        boolean first = problem.contains("mapping values are not allowed")
                && noticed.getLine() > 0
                && key.lookingAt()
                && key.end() == line.offsetByCodePoints(0, noticed.getColumn());
        return first
                ? Optional.of(at(
                        noticed.getLine(),
                        key.start(1),
                        "this key is indented too far, or the one above it has a value already",
                        "give keys of one level the same indentation"))
                : Optional.empty();
    }

    private Optional<UnreadableYaml> openBracket() {
        boolean above =
                context.contains("flow") && problem.contains("expected ','") && begun.getLine() < noticed.getLine();
        return above
                ? Optional.of(at(
                        noticed,
                        "the bracket that opens in line " + (begun.getLine() + 1) + " is not closed before this",
                        "close it, or put a comma between two items"))
                : Optional.empty();
    }

    private String first(Mark mark) {
        String rest = rest(mark);
        return rest.isEmpty() ? "this" : "\"" + Character.toString(rest.codePointAt(0)) + "\"";
    }

    private String rest(Mark mark) {
        return lines.from(mark.getLine(), mark.getColumn());
    }

    private UnreadableYaml at(Mark mark, String what, String remedy) {
        return at(mark.getLine(), mark.getColumn(), what, remedy);
    }

    /** A mistake that is noticed where nothing stands any more is shown at the end of what does. */
    private UnreadableYaml at(int atLine, int atColumn, String what, String remedy) {
        int line = atLine;
        int column = atColumn;
        if (lines.from(line, 0).isBlank() && line > lines.lastWithText()) {
            line = lines.lastWithText();
            String text = lines.from(line, 0).stripTrailing();
            column = text.codePointCount(0, text.length());
        }
        return new UnreadableYaml(new Spot(new Place(file, line + 1, column + 1), 1, ""), what, remedy);
    }
}
