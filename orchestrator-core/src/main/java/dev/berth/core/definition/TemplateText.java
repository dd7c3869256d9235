package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Problems;
import dev.berth.core.project.Template;
import dev.berth.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the references in a value: {@code ${{secret.X}}}, {@code ${{project.X}}}, {@code ${{X}}}. */
final class TemplateText {
    static final String OPEN = "${{";
    private static final String ESCAPE = "$${{";
    private static final String CLOSE = "}}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");

    private final YamlScalar scalar;
    private final Problems problems;
    private final List<Template.Piece> pieces = new ArrayList<>();
    private final List<Placed<Template.Piece>> references = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private TemplateText(YamlScalar scalar, Problems problems) {
        this.scalar = scalar;
        this.problems = problems;
    }

    /** The template, and each reference with its own place. */
    record Read(Template template, List<Placed<Template.Piece>> references) {}

    static Read read(YamlScalar scalar, Problems problems) {
        TemplateText reading = new TemplateText(scalar, problems);
        reading.read(scalar.text());
        return new Read(new Template(reading.pieces), List.copyOf(reading.references));
    }

    private void read(String text) {
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith(ESCAPE, at)) {
                literal.append(OPEN);
                at += ESCAPE.length();
            } else if (text.startsWith(OPEN, at)) {
                at = reference(text, at);
            } else {
                literal.append(text.charAt(at++));
            }
        }
        endLiteral();
    }

    private int reference(String text, int from) {
        int close = text.indexOf(CLOSE, from);
        if (close < 0) {
            problems.error(
                    scalar.part(from, text.length()),
                    "the reference that opens here is never closed",
                    "write ${{NAME}}, or $${{ for a literal ${{");
            return text.length();
        }
        int end = close + CLOSE.length();
        String name = text.substring(from + OPEN.length(), close).strip();
        if (!NAME.matcher(name).matches()) {
            problems.error(
                    scalar.part(from, end),
                    "\"" + Excerpt.of(name) + "\" is not a name that can be referred to",
                    "write ${{secret.NAME}}, ${{project.NAME}} or ${{NAME}}, or $${{ for a literal ${{");
            return end;
        }
        endLiteral();
        Template.Piece piece = piece(name);
        pieces.add(piece);
        references.add(new Placed<>(piece, scalar.part(from, end)));
        return end;
    }

    private static Template.Piece piece(String name) {
        if (name.startsWith("secret.")) {
            return new Template.SecretReference(name.substring("secret.".length()));
        }
        return name.startsWith("project.")
                ? new Template.SharedReference(name.substring("project.".length()))
                : new Template.OwnReference(name);
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            pieces.add(new Template.Literal(literal.toString()));
            literal.setLength(0);
        }
    }
}
