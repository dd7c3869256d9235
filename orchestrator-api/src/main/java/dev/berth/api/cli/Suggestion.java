package dev.berth.api.cli;

/** The nearest of several words to a mistyped one. */
final class Suggestion {
    private final String given;
    private String nearest = "";
    private int distance;

    Suggestion(String given) {
        this.given = given;
        this.distance = 1 + Math.max(1, given.length() / 3);
    }

    void consider(String word) {
        int candidate = word.startsWith(given) && given.length() > 1 ? 1 : distance(given, word);
        if (candidate < distance) {
            distance = candidate;
            nearest = word;
        }
    }

    /** Such as {@code ; did you mean apply?}; empty when nothing is near. */
    String text() {
        return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
