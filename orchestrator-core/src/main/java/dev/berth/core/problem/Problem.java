package dev.berth.core.problem;

/**
 * Something wrong in what the user wrote. Its texts quote what was written, so anything that a terminal would obey is
 * taken out of them.
 *
 * @param path the place in the definition's own terms, such as {@code applications.web.port}; empty for the whole text
 * @param place where the text in question begins
 * @param width how many characters of that line are meant, at least 1
 * @param what the mistake, quoting the value
 * @param remedy what to write instead, as an order
 */
public record Problem(Severity severity, String path, Place place, int width, String what, String remedy) {
    public Problem {
        if (width < 1) {
            throw new IllegalArgumentException("a problem is at least one character wide, not " + width);
        }
        what = ShownLine.harmless(what);
        remedy = ShownLine.harmless(remedy);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
