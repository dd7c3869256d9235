package dev.berth.core.release;

/**
 * A volume as the engine is asked for it.
 *
 * @param text {@code PROJECT_name} of one that Berth makes (without the daemon's instance prefix, which only the engine
 *     knows), or the exact name of an adopted one
 * @param external whether it is adopted: it must be there already and is never made nor removed
 */
public record VolumeName(String text, boolean external) implements Comparable<VolumeName> {
    @Override
    public int compareTo(VolumeName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
