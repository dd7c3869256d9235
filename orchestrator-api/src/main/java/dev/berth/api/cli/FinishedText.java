package dev.berth.api.cli;

/** How a deployment ended, in a line. */
final class FinishedText {
    private FinishedText() {}

    /** @param milliseconds how long it was watched; 0 when that says nothing */
    static String of(ProgressEvent event, long milliseconds) {
        String status = event.status().replace('_', ' ');
        long took = event.milliseconds() > 0 ? event.milliseconds() : milliseconds;
        String head = took > 0 ? status + " after " + Elapsed.text(took) : status;
        String message = event.text().stripTrailing();
        boolean known = message.isEmpty() || event.succeeded() && message.startsWith("done"); // each step said so
        return known ? head : head + ": " + Indented.text(message, "  ");
    }
}
