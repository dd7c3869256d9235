package dev.berth.core.engine;

/** Hears how long work goes; must return at once. */
public interface ProgressSink {
    /** A line worth showing: a build step, a pulled layer, a line of a build's output. */
    void line(String text);

    /** Hears nothing. */
    static ProgressSink silent() {
        return text -> {};
    }
}
