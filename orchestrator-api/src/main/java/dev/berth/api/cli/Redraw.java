package dev.berth.api.cli;

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
        while (progress.draw()) {
            try {
                Thread.sleep(LiveProgress.FRAME);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
