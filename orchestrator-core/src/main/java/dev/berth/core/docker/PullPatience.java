package dev.berth.core.docker;

import java.time.Duration;

/**
 * How long a pull may take.
 *
 * @param silence how long nothing may come of it: layers are checked and unpacked without a word
 * @param whole how long all of it may take, whatever comes of it meanwhile
 */
record PullPatience(Duration silence, Duration whole) {
    static final PullPatience DEFAULT = new PullPatience(Duration.ofMinutes(5), Duration.ofHours(2));
}
