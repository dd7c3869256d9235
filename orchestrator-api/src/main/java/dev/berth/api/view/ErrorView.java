package dev.berth.api.view;

import dev.berth.core.problem.Problem;
import java.util.Locale;

/** One mistake in a definition. */
public record ErrorView(String severity, String path, String file, int line, int column, String what, String remedy) {
    public static ErrorView of(Problem problem) {
        return new ErrorView(
                problem.severity().name().toLowerCase(Locale.ROOT),
                problem.path(),
                problem.place().file(),
                problem.place().line(),
                problem.place().column(),
                problem.what(),
                problem.remedy());
    }
}
