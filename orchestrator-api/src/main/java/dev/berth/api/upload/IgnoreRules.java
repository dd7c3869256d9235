package dev.berth.api.upload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What stays out of a build context: the last line that means a path decides. */
final class IgnoreRules {
    private final List<IgnorePattern> patterns;
    private final boolean exceptions;

    private IgnoreRules(List<IgnorePattern> patterns) {
        this.patterns = patterns;
        boolean any = false;
        for (IgnorePattern pattern : patterns) {
            any |= pattern.isException();
        }
        this.exceptions = any;
    }

    /** From the Dockerfile's own {@code NAME.dockerignore}, else from {@code .dockerignore}; without both nothing is left out. */
    static IgnoreRules of(Path directory, String dockerfile) throws IOException {
        Path own = directory.resolve(dockerfile + ".dockerignore");
        Path common = directory.resolve(".dockerignore");
        if (!dockerfile.isEmpty() && Files.isRegularFile(own)) {
            return parse(Files.readString(own, StandardCharsets.UTF_8));
        }
        return parse(Files.isRegularFile(common) ? Files.readString(common, StandardCharsets.UTF_8) : "");
    }

    static IgnoreRules parse(String text) {
        List<IgnorePattern> patterns = new ArrayList<>();
        String marked = text.startsWith("\ufeff") ? text.substring(1) : text;
        for (String line : marked.split("\n")) {
            String trimmed = line.trim();
            if (!trimmed.isEmpty() && !line.startsWith("#") && !trimmed.equals("!") && !trimmed.equals(".")) {
                patterns.add(IgnorePattern.of(trimmed));
            }
        }
        return new IgnoreRules(patterns);
    }

    /** @param path relative to the context, with slashes */
    boolean leavesOut(String path) {
        boolean out = false;
        for (IgnorePattern pattern : patterns) {
            if (out == pattern.isException() && pattern.matches(path)) {
                out = !out;
            }
        }
        return out;
    }

    /** Whether nothing below a directory that is left out can be taken back. */
    boolean isFinal() {
        return !exceptions;
    }
}
