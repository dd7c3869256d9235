package dev.berth.core.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What a user probably meant: the nearest known word by edit distance. */
public final class Suggestion {
    private static final int LONGEST = 40;
    private static final int MOST = 100;

    private Suggestion() {}

    /** The nearest of {@code known}, unless all are too far away to be a slip of the hand, or too many to compare. */
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.isEmpty() || written.length() > LONGEST || known.size() > MOST) {
            return Optional.empty();
        }
        String wanted = normal(written);
        int nearest = wanted.length() < 3 ? 1 : wanted.length() / 3 + 1;
        Optional<String> found = Optional.empty();
        for (String word : new TreeSet<>(known)) {
            int distance = distance(wanted, normal(word), nearest);
            if (distance < nearest) {
                nearest = distance;
                found = Optional.of(word);
            }
        }
        return found;
    }

    /** Capitals, hyphens and underscores do not count. */
    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** {@code ; did you mean "port"?}, or nothing. */
    public static String tail(String written, Collection<String> known) {
        return of(written, known)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), counted up to {@code enough}. */
    private static int distance(String a, String b, int enough) {
        if (Math.abs(a.length() - b.length()) >= enough) {
            return enough;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        int before = 0;
        for (int i = 0; i <= a.length(); i++) {
            int least = Integer.MAX_VALUE;
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
                least = Math.min(least, cost[i][j]);
            }
            if (least >= enough && before >= enough) {
                return enough;
            }
            before = least;
        }
        return Math.min(enough, cost[a.length()][b.length()]);
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
