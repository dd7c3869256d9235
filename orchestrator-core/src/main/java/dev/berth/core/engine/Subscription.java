package dev.berth.core.engine;

/** Ends what it stands for when closed; closing twice is harmless. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
