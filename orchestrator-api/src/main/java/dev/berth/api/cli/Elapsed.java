package dev.berth.api.cli;

/** How long something took, as people say it. */
final class Elapsed {
    private Elapsed() {}

    /** Such as {@code 0.3 s}, {@code 12 s}, {@code 2 min 5 s}. */
    static String text(long milliseconds) {
        if (milliseconds < 10_000) {
            long tenths = (milliseconds + 50) / 100;
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        long seconds = (milliseconds + 500) / 1000;
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
