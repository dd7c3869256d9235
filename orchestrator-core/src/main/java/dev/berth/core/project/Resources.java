package dev.berth.core.project;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What an instance may use at most; limits change without a new instance.
 *
 * @param memory in bytes
 * @param cpus in whole processors, such as 0.5
 * @param pids processes and threads
 */
public record Resources(OptionalLong memory, OptionalDouble cpus, long pids) {
    public static final Resources DEFAULT = new Resources(OptionalLong.empty(), OptionalDouble.empty(), 4096);
}
