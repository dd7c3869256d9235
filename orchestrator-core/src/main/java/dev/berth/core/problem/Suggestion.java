package dev.berth.core.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** What a user probably meant: the nearest known word by edit distance. */
public final class Suggestion {
    private static final int LONGEST = 64;
    private static final int MOST = 500;

    private Suggestion() {}

    /** The nearest of {@code known}, unless all are too far away to be a slip of the hand, or too many to compare. */
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.isEmpty() || written.length() > LONGEST || known.size() > MOST) {
            return Optional.empty();
        }
        int tolerated = Math.max(1, written.length() / 3);
        return new TreeSet<>(known)
                .stream()
                        .filter(word -> Math.abs(word.length() - written.length()) <= tolerated)
                        .filter(word -> distance(written, word) <= tolerated)
                        .min(Comparator.comparingInt(word -> distance(written, word)));
    }

    /** {@code ; did you mean "port"?}, or nothing. */
    public static String tail(String written, Collection<String> known) {
        return of(written, known)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); capitals do not count. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(java.util.Locale.ROOT).replace('-', '_');
        String b = right.toLowerCase(java.util.Locale.ROOT).replace('-', '_');
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
