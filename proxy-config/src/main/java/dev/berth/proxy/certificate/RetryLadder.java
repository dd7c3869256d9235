package dev.berth.proxy.certificate;

import java.time.Duration;

/**
 * How long is waited after the n-th failure in a row: 1, 2, 2, 5, 10, 10, 10, 20, 20, 20, 20 minutes, 30 minutes six
 * times, 1 hour three times, 2 hours twice, 3 hours twice, and from then on 6 hours. It does not end: others give up
 * after thirty days, but a name that is mended on the thirty-first shall not need a person.
 */
public final class RetryLadder {
    private static final int[] MINUTES = {
        1, 2, 2, 5, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30, 30, 30, 60, 60, 60, 120, 120, 180, 180
    };
    /** The longest step, and the last. */
    public static final Duration LAST = Duration.ofHours(6);

    private static final Duration HURRY = Duration.ofMinutes(10);

    private RetryLadder() {}

    /** @param failed how often in a row, at least 1 */
    public static Duration after(int failed) {
        return failed <= MINUTES.length ? Duration.ofMinutes(MINUTES[Math.max(failed, 1) - 1]) : LAST;
    }

    /**
     * The same, up to a tenth longer, so that names that failed together do not come again together.
     *
     * @param draw by chance, from 0 to below 1
     */
    public static Duration after(int failed, double draw) {
        Duration step = after(failed);
        return step.plusMillis((long) (step.toMillis() * draw / 10));
    }

    /**
     * Less where the certificate that is served ends soon: a tenth of what is left, at least 10 minutes.
     *
     * @param left until the certificate expires
     */
    static Duration hurried(Duration step, Duration left) {
        Duration tenth = left.dividedBy(10);
        Duration most = tenth.compareTo(HURRY) < 0 ? HURRY : tenth;
        return step.compareTo(most) < 0 ? step : most;
    }
}
