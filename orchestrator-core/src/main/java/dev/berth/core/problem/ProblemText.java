package dev.berth.core.problem;

import java.util.List;

/** Problems as a person reads them: place, what is wrong, the line with carets under the mistake, the remedy. */
public final class ProblemText {
    private final String file;
    private final String[] lines;

    private ProblemText(String file, String[] lines) {
        this.file = file;
        this.lines = lines;
    }

    /** @param text what was read under the name {@code file}; problems of other files are shown without their line */
    public static ProblemText of(String file, String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new ProblemText(file, body.split("\r\n|[\n\r\u0085\u2028\u2029]", -1));
    }

    /** In the order given, a blank line between two, ending with a line break unless there is none. */
    public String render(List<Problem> problems) {
        StringBuilder out = new StringBuilder();
        for (Problem problem : problems) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            render(problem, out);
        }
        return out.toString();
    }

    private void render(Problem problem, StringBuilder out) {
        String severity = problem.isError() ? "" : "warning: ";
        out.append(problem.place())
                .append(": ")
                .append(severity)
                .append(problem.what())
                .append('\n');
        int line = problem.place().line();
        if (problem.place().file().equals(file) && line <= lines.length) {
            ShownLine shown = ShownLine.of(lines[line - 1], problem.place().column(), problem.width());
            String number = Integer.toString(line);
            out.append("  ").append(number).append(" | ").append(shown.text()).append('\n');
            out.append("  ")
                    .append(" ".repeat(number.length()))
                    .append(" | ")
                    .append(shown.carets())
                    .append('\n');
        }
        out.append("  fix: ").append(problem.remedy()).append('\n');
    }
}
