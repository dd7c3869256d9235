package dev.berth.api.cli;

/** How a deployment ended, in a line. */
final class FinishedText {
    private FinishedText() {}

    static String of(ProgressEvent event) {
        String status = event.status().replace('_', ' ');
        String head = event.milliseconds() > 0 ? status + " after " + Elapsed.text(event.milliseconds()) : status;
        String message = event.text().stripTrailing();
        boolean known = message.isEmpty() || event.succeeded() && message.startsWith("done"); // each step said so
        return known ? head : head + ": " + Indented.text(message, "  ");
    }
}
