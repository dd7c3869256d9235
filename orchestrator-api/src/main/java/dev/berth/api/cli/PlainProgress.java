package dev.berth.api.cli;

/** One line for each thing that happens, for a pipe or a log. */
final class PlainProgress implements Progress {
    /** A step that takes longer says so at its end. */
    private static final long LONG = 1_000;

    private final Console console;
    private boolean waiting;

    PlainProgress(Console console) {
        this.console = console;
    }

    @Override
    public void show(ProgressEvent event) {
        waiting = false;
        String of = event.stage().isEmpty() ? "" : event.stage() + ": ";
        switch (event.kind()) {
            case "step":
                console.line(of + event.text());
                break;
            case "progress":
                console.line((event.stage().isEmpty() ? "" : event.stage() + " | ") + event.text());
                break;
            case "done":
                if (event.milliseconds() >= LONG) {
                    console.line(of + "done after " + Elapsed.text(event.milliseconds()));
                }
                break;
            case "failed":
                console.line(of + "failed: " + Indented.text(event.text(), "  "));
                break;
            case "undone":
                console.line(of + "taken back: " + Indented.text(event.text(), "  "));
                break;
            case "skipped":
                console.line(of + Indented.text(event.text(), "  "));
                break;
            case "finished":
                console.line(FinishedText.of(event));
                break;
            default:
                break; // the plan has been shown, and a stage's end shows in its steps
        }
    }

    @Override
    public void waiting(String why) {
        if (!waiting) {
            console.line("waiting for the daemon: " + why);
        }
        waiting = true;
    }

    @Override
    public void end() {}
}
