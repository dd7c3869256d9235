package dev.berth.api.cli;

/**
 * Something that happened in a deployment, as the daemon tells it to a command line.
 *
 * @param stage the application's name mostly; empty for the deployment as a whole
 * @param kind such as {@code step}, {@code done}, {@code finished}
 * @param status how it ended, for what ends; else empty
 * @param text may have several lines: of a failed step the first names it, the others say why
 * @param milliseconds how long it took; 0 when that says nothing
 */
record ProgressEvent(String stage, String kind, String status, String text, long milliseconds) {
    /** From lines {@code STAGE\tKIND[:STATUS]\tTEXT\tMILLIS} that differ in their texts only. */
    static ProgressEvent of(String lines) {
        int end = lines.indexOf('\n');
        String head = end < 0 ? lines : lines.substring(0, end);
        int first = head.indexOf('\t');
        int second = head.indexOf('\t', first + 1);
        int last = head.lastIndexOf('\t');
        if (first < 0 || second < 0 || last <= second) {
            return new ProgressEvent("", "progress", "", lines, 0);
        }
        StringBuilder text = new StringBuilder(head.substring(second + 1, last));
        while (end >= 0) {
            int start = end + 1;
            end = lines.indexOf('\n', start);
            text.append('\n').append(textOf(end < 0 ? lines.substring(start) : lines.substring(start, end), second));
        }
        String kind = head.substring(first + 1, second);
        int colon = kind.indexOf(':');
        String number = head.substring(last + 1);
        return new ProgressEvent(
                head.substring(0, first),
                colon < 0 ? kind : kind.substring(0, colon),
                colon < 0 ? "" : kind.substring(colon + 1),
                text.toString(),
                Arguments.isNumber(number, 0) ? Integer.parseInt(number) : 0);
    }

    private static String textOf(String line, int tab) {
        int last = line.lastIndexOf('\t');
        return last > tab && line.charAt(tab) == '\t' ? line.substring(tab + 1, last) : line;
    }

    boolean isFinished() {
        return kind.equals("finished");
    }

    boolean succeeded() {
        return status.equals("succeeded");
    }
}
