package dev.berth.api.cli;

import java.io.UncheckedIOException;

/** The clock of a live display; ends with it. */
final class Redraw extends Thread {
    private final LiveProgress progress;

    Redraw(LiveProgress progress) {
        super("redraw");
        this.progress = progress;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (progress.draw()) {
                Thread.sleep(LiveProgress.FRAME);
            }
        } catch (InterruptedException | UncheckedIOException e) {
            return; // nobody looks any more
        }
    }
}
