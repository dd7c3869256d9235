package dev.berth.api.cli;

/** Shows nothing: for one who wants the result as JSON. */
final class SilentProgress implements Progress {
    @Override
    public void show(ProgressEvent event) {}

    @Override
    public void waiting(String why) {}

    @Override
    public void end() {}
}
