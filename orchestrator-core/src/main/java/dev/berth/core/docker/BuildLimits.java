package dev.berth.core.docker;

/**
 * What builds may take of the engine's disk.
 *
 * @param cache bytes of build cache that stay after a build; 0: the cache is left alone
 * @param room bytes that must be free before a build begins
 */
public record BuildLimits(long cache, long room) {
    public static final BuildLimits DEFAULT = new BuildLimits(10L << 30, 1L << 30);

    public BuildLimits {
        if (cache < 0 || room < 0) {
            throw new IllegalArgumentException("a size is not negative: " + cache + ", " + room);
        }
    }
}
