package dev.berth.core.docker;

/** Versions of the Engine API, such as {@code 1.41}. */
final class Versions {
    private Versions() {}

    static String lower(String a, String b) {
        return compare(a, b) <= 0 ? a : b;
    }

    static String higher(String a, String b) {
        return compare(a, b) >= 0 ? a : b;
    }

    static int compare(String a, String b) {
        String[] left = a.split("\\.");
        String[] right = b.split("\\.");
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int difference = Integer.compare(part(left, i), part(right, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int part(String[] parts, int i) {
        return i < parts.length && parts[i].matches("\\d{1,8}") ? Integer.parseInt(parts[i]) : 0;
    }
}
