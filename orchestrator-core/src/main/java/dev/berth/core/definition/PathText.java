package dev.berth.core.definition;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Paths of containers and contexts as texts: those of the daemon's own machine may not even have the characters, depending
 * on its locale.
 */
final class PathText {
    private PathText() {}

    /** Without {@code .}, {@code ..}, doubled slashes and one at the end; {@code /} for the root. */
    static String normal(String absolute) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : absolute.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** Whether a relative path leads out of where it begins. */
    static boolean leadsOut(String relative) {
        int depth = 0;
        for (String name : relative.split("/")) {
            depth += name.equals("..") ? -1 : name.isEmpty() || name.equals(".") ? 0 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a path is that directory or lies in it; both normal. */
    static boolean isIn(String path, String directory) {
        return path.equals(directory) || directory.equals("/") || path.startsWith(directory + "/");
    }
}
