package dev.berth.api.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For a terminal: what is finished scrolls up; below stands what runs now, drawn again ten times a second. The daemon's
 * events and the clock draw from two threads, so everything here is under one lock.
 */
final class LiveProgress implements Progress {
    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    /** How long a picture of the spinner stands, in milliseconds. */
    static final long FRAME = 100;

    private final Console console;
    private final Ticks ticks;
    private final Ink ink;
    private final Map<String, RunningStage> running = new LinkedHashMap<>();
    private String trouble = "";
    private int drawn;
    private boolean ended;

    LiveProgress(Console console, Ticks ticks) {
        this.console = console;
        this.ticks = ticks;
        this.ink = new Ink(console.color());
    }

    @Override
    public synchronized void show(ProgressEvent event) {
        if (ended) {
            return;
        }
        trouble = "";
        String lasting = take(event);
        if (event.isFinished()) {
            running.clear();
        }
        paint(lasting);
    }

    /** Returns what stays on the screen, each line with its end. */
    private String take(ProgressEvent event) {
        String stage = event.stage();
        switch (event.kind()) {
            case "step":
                running.put(stage, new RunningStage(event.text(), ticks.now()));
                return "";
            case "progress":
                if (running.containsKey(stage)) {
                    running.get(stage).add(event.text());
                }
                return "";
            case "done":
                return done(event);
            case "failed":
                running.remove(stage);
                return ink.red("✗ " + named(stage) + heading(event.text())) + "\n" + rest(event.text());
            case "undone":
                return ink.dim("↩ " + named(stage) + "taken back: " + Indented.text(event.text(), "    ")) + "\n";
            case "skipped":
                return ink.dim("- " + named(stage) + Indented.text(event.text(), "    ")) + "\n";
            case "stage":
                running.remove(stage);
                return "";
            case "finished":
                String end = FinishedText.of(event);
                return (event.succeeded() ? ink.green("✓ ") + end : ink.red("✗ " + end)) + "\n";
            default:
                return ""; // the plan has been shown
        }
    }

    private String done(ProgressEvent event) {
        RunningStage stage = running.remove(event.stage());
        String step = stage == null || stage.step().isEmpty() ? event.text() : stage.step();
        return ink.green("✓ ") + named(event.stage()) + step + ink.dim("  " + Elapsed.text(event.milliseconds()))
                + "\n";
    }

    private static String named(String stage) {
        return stage.isEmpty() ? "" : stage + "  ";
    }

    private static String heading(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private String rest(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? "" : ink.red("    " + Indented.text(text.substring(end + 1), "    ")) + "\n";
    }

    /** Draws what runs once more, with the time that has passed; returns whether it goes on. */
    synchronized boolean draw() {
        if (!ended && (drawn > 0 || !running.isEmpty())) {
            paint("");
        }
        return !ended;
    }

    private void paint(String lasting) {
        StringBuilder screen = new StringBuilder(erased()).append(lasting);
        int room = Math.max(1, console.rows() - 2);
        long now = ticks.now();
        if (!trouble.isEmpty()) {
            screen.append(ink.yellow(cut(frame(now) + " waiting for the daemon: " + trouble)))
                    .append('\n');
            drawn++;
        }
        int hidden = 0;
        for (Map.Entry<String, RunningStage> stage : running.entrySet()) {
            if (drawn >= room) {
                hidden++;
                continue;
            }
            drawn += stage(screen, stage.getKey(), stage.getValue(), now, room - drawn);
        }
        if (hidden > 0) {
            screen.append(ink.dim("  and " + hidden + " more")).append('\n');
            drawn++;
        }
        console.print(screen.toString());
    }

    /** Returns the number of lines. */
    private int stage(StringBuilder screen, String name, RunningStage stage, long now, int room) {
        String time = "  " + Elapsed.text(now - stage.since());
        String what = frame(now) + " " + named(name) + stage.step();
        screen.append(Ink.cut(what, console.columns() - 1 - time.length()))
                .append(ink.dim(time))
                .append('\n');
        int lines = 1;
        int from = Math.max(0, stage.tail().size() - Math.max(0, room - 1));
        for (int i = from; i < stage.tail().size(); i++) {
            screen.append(ink.dim(cut("    " + stage.tail().get(i)))).append('\n');
            lines++;
        }
        return lines;
    }

    private static char frame(long now) {
        return SPINNER.charAt((int) (now / FRAME % SPINNER.length()));
    }

    private String cut(String line) {
        return Ink.cut(line, console.columns() - 1);
    }

    /** What takes away the lines that were drawn to be replaced. */
    private String erased() {
        String erased = drawn == 0 ? "" : "\u001b[" + drawn + "A\r\u001b[J";
        drawn = 0;
        return erased;
    }

    @Override
    public synchronized void waiting(String why) {
        if (ended) {
            return;
        }
        trouble = why;
        paint("");
    }

    @Override
    public synchronized void end() {
        if (!ended) {
            console.print(erased());
        }
        ended = true;
    }
}
