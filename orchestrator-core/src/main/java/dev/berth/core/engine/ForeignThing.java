package dev.berth.core.engine;

/**
 * Something on the engine that is not ours.
 *
 * @param kind {@code container}, {@code network}, {@code volume} or {@code image}
 * @param owner in words: {@code another Berth store (1f3c…)} or {@code no Berth at all}
 */
public record ForeignThing(String kind, String name, String owner) implements Comparable<ForeignThing> {
    @Override
    public int compareTo(ForeignThing other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }
}
