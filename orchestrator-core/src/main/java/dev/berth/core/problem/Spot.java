package dev.berth.core.problem;

/** A stretch of text that is not a node of its own, such as one word of a value. */
public record Spot(Place place, int width, String path) implements Located {
    public Spot {
        width = Math.max(1, width);
    }
}
