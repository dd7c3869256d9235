package dev.berth.api.upload;

/**
 * One line of a {@code .dockerignore}: {@code *} and {@code ?} stay within a name, {@code **} crosses directories, a
 * {@code !} in front takes back what an earlier line left out.
 *
 * @see <a href="https://docs.docker.com/build/concepts/context/#dockerignore-files">Docker's description</a>
 */
final class IgnorePattern {
    private final String glob;
    private final boolean exception;

    private IgnorePattern(String glob, boolean exception) {
        this.glob = glob;
        this.exception = exception;
    }

    /** @param line trimmed, neither empty nor a comment */
    static IgnorePattern of(String line) {
        boolean exception = line.startsWith("!");
        return new IgnorePattern(cleaned(exception ? line.substring(1).trim() : line), exception);
    }

    /** Without what says nothing: doubled slashes, {@code .} between them, slashes at both ends; {@code ..} goes up. */
    private static String cleaned(String path) {
        StringBuilder clean = new StringBuilder();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                clean.setLength(Math.max(0, clean.lastIndexOf("/")));
            } else if (!name.isEmpty() && !name.equals(".")) {
                clean.append(clean.length() == 0 ? "" : "/").append(name);
            }
        }
        return clean.toString();
    }

    /** Whether it takes back rather than leaves out. */
    boolean isException() {
        return exception;
    }

    /** Whether it means this path or a directory above it. */
    boolean matches(String path) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (matches(0, path.substring(0, end), 0)) {
                return true;
            }
        }
        return matches(0, path, 0);
    }

    private boolean matches(int g, String path, int p) {
        if (g == glob.length()) {
            return p == path.length();
        }
        char c = glob.charAt(g);
        if (c == '*') {
            return glob.startsWith("**", g) ? matchesAnyDepth(g, path, p) : matchesWithinName(g + 1, path, p);
        }
        if (p == path.length()) {
            return false;
        }
        if (c == '?') {
            return path.charAt(p) != '/' && matches(g + 1, path, p + 1);
        }
        if (c == '[' && glob.indexOf(']', g + 2) > 0) {
            int end = glob.indexOf(']', g + 2);
            return isInClass(g + 1, end, path.charAt(p)) && matches(end + 1, path, p + 1);
        }
        int literal = c == '\\' && g + 1 < glob.length() ? g + 1 : g;
        return path.charAt(p) == glob.charAt(literal) && matches(literal + 1, path, p + 1);
    }

    private boolean matchesWithinName(int next, String path, int p) {
        for (int i = p; ; i++) {
            if (matches(next, path, i)) {
                return true;
            }
            if (i == path.length() || path.charAt(i) == '/') {
                return false;
            }
        }
    }

    private boolean matchesAnyDepth(int g, String path, int p) {
        int next = g;
        while (next < glob.length() && glob.charAt(next) == '*') {
            next++;
        }
        boolean whole = next < glob.length() && glob.charAt(next) == '/';
        for (int i = p; i <= path.length(); i++) {
            boolean begins = i == p || path.charAt(i - 1) == '/';
            if ((!whole || begins) && matches(whole ? next + 1 : next, path, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isInClass(int from, int to, char c) {
        boolean negated = glob.charAt(from) == '^';
        boolean found = false;
        for (int i = negated ? from + 1 : from; i < to; i++) {
            if (i + 2 < to && glob.charAt(i + 1) == '-') {
                found |= glob.charAt(i) <= c && c <= glob.charAt(i + 2);
                i += 2;
            } else {
                found |= glob.charAt(i) == c;
            }
        }
        return found != negated;
    }
}
