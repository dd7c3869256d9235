package dev.berth.core.problem;

/** A stretch of a user's text that a {@link Problem} can point at. */
public interface Located {
    /** Where it begins. */
    Place place();

    /** How many characters of its first line it takes, at least 1. */
    int width();

    /** What it is in the definition's own terms, such as {@code applications.web.port}; empty for the whole text. */
    String path();
}
