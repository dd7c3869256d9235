package dev.berth.core.yaml;

import dev.berth.core.problem.Excerpt;
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
    /** Positions in the text. */
    private final int begun;

    private final int noticed;

    private SyntaxMistake(MarkedYAMLException e, String file, SourceLines lines) {
        this.file = file;
        this.lines = lines;
        this.context = e.getContext() == null ? "" : e.getContext();
        this.problem = e.getProblem() == null ? "" : e.getProblem();
        Mark first = e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
        Mark last = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        this.begun = lines.position(first.getIndex());
        this.noticed = lines.position(last.getIndex());
    }

    static UnreadableYaml of(MarkedYAMLException e, String file, SourceLines lines) {
        return new SyntaxMistake(e, file, lines).told();
    }

    static UnreadableYaml of(ReaderException e, String file, SourceLines lines) {
        return new UnreadableYaml(
                new Spot(lines.place(file, lines.position(e.getPosition())), 1, ""),
                String.format("the character U+%04X cannot stand in YAML", e.getCodePoint()),
                "remove it, or write it as an escape in double quotes, such as \"\\x1b\"");
    }

    private UnreadableYaml told() {
        if (context.contains("flow") && (problem.contains("<stream end>") || problem.contains("block end"))) {
            boolean here = lines.rest(begun).matches("[\\[{].*");
            return at(
                    begun,
                    here
                            ? "the bracket that opens here is never closed"
                            : "the text ends here, but a bracket is still open",
                    "close it");
        }
        if (problem.contains("(TAB)")
                || problem.contains("'\\t")
                || lines.rest(noticed).startsWith("\t")) {
            return at(noticed, "a tab stands where YAML allows only spaces", "indent with spaces");
        }
        if (problem.contains("cannot start any token")) {
            return at(noticed, "a value cannot begin with " + first(), "put the value in quotes");
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
        int at = noticed - 1;
        return at >= 0 && lines.has(REFERENCE, at)
                ? Optional.of(at(at, "a reference between [ ] or { } stands in quotes", "write  \"${{…}}\""))
                : Optional.empty();
    }

    /** {@code image:nginx}, which is one word to YAML and goes on in the next line. */
    private Optional<UnreadableYaml> missingSpace() {
        if (!problem.contains("mapping values are not allowed") && !problem.contains("could not find expected ':'")) {
            return Optional.empty();
        }
        int last = lines.line(noticed);
        for (int line = last; line >= Math.max(0, last - 1); line--) {
            int begin = lines.begin(line);
            Matcher glued = NO_SPACE.matcher(lines.rest(begin));
            if (glued.matches() && !glued.group(2).contains(": ")) {
                return Optional.of(at(
                        begin + glued.end(1),
                        "a space is missing behind this \":\"",
                        "write  " + Excerpt.of(glued.group(1)) + ": " + Excerpt.of(glued.group(2))));
            }
        }
        return Optional.empty();
    }

    /** A key under a single value, as if it stood in that. */
    private Optional<UnreadableYaml> tooFar() {
        int begin = lines.begin(lines.line(noticed));
        Matcher key = KEY.matcher(lines.rest(begin));
        boolean first = problem.contains("mapping values are not allowed")
                && begin > 0
                && key.lookingAt()
                && begin + key.end() == noticed;
        return first
                ? Optional.of(at(
                        begin + key.start(1),
                        "this key is indented too far, or the one above it has a value already",
                        "give keys of one level the same indentation"))
                : Optional.empty();
    }

    private Optional<UnreadableYaml> openBracket() {
        int line = lines.line(begun);
        boolean above = context.contains("flow") && problem.contains("expected ','") && line < lines.line(noticed);
        return above
                ? Optional.of(at(
                        noticed,
                        "the bracket that opens in line " + (line + 1) + " is not closed before this",
                        "close it, or put a comma between two items"))
                : Optional.empty();
    }

    private String first() {
        String rest = lines.rest(noticed);
        return rest.isEmpty() ? "this" : "\"" + Character.toString(rest.codePointAt(0)) + "\"";
    }

    /** A mistake that is noticed where nothing stands any more is shown at the end of what does. */
    private UnreadableYaml at(int position, String what, String remedy) {
        int shown = position;
        int last = lines.lastWithText();
        if (lines.line(position) > last) {
            int begin = lines.begin(last);
            shown = begin + lines.rest(begin).stripTrailing().length();
        }
        return new UnreadableYaml(new Spot(lines.place(file, shown), 1, ""), what, remedy);
    }
}
