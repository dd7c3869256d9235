package dev.berth.core.release;

/**
 * What names an instance: {@code shop-web-3f9c2a1b-1}; its container's and its DNS name (behind the daemon's own
 * instance prefix, which only the engine knows).
 *
 * @param slot counted from 1; a number, not a rank
 */
public record InstanceName(ReleaseName release, int slot) implements Comparable<InstanceName> {
    public InstanceName {
        if (slot < 1 || slot > 999) {
            throw new IllegalArgumentException("a slot is 1 to 999, not " + slot);
        }
    }

    @Override
    public int compareTo(InstanceName other) {
        int byRelease = release.compareTo(other.release);
        return byRelease != 0 ? byRelease : Integer.compare(slot, other.slot);
    }

    @Override
    public String toString() {
        return release + "-" + slot;
    }
}
