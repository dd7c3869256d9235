package dev.berth.api.view;

import java.util.List;
import java.util.stream.Stream;

/** Events as lines. */
public final class EventText {
    private EventText() {}

    /**
     * An event of a deployment as {@code STAGE TAB KIND TAB TEXT TAB MILLIS} lines, one for each line of its text; kind
     * {@code finished:STATUS} at the end and {@code stage:STATUS} at the end of a stage. For a failed step a second
     * run of lines, of kind {@code failed}, says why; the end does not repeat what an instance printed.
     */
    public static List<String> columns(EventView event) {
        String kind = event.status() == null ? event.kind() : event.kind() + ":" + event.status();
        String millis = event.milliseconds() == null ? "" : String.valueOf(event.milliseconds());
        String why = event.message() == null ? "" : event.message();
        boolean inline = kind.equals("step") && !why.isBlank();
        String said =
                event.endsDeployment() || kind.startsWith("stage:") ? Excerpt.without(event.text()) : event.text();
        String text = inline ? event.text() + "  (" + why + ")" : said;
        Stream<String> lines = inline || why.isBlank() ? text.lines() : Stream.concat(text.lines(), why.lines());
        List<String> all = lines.map(line -> clean(line)).toList();
        return (all.isEmpty() ? List.of("") : all)
                .stream()
                        .map(line -> event.stage() + "\t" + kind + "\t" + line + "\t" + millis)
                        .toList();
    }

    private static String clean(String line) {
        return Style.plain(line).replace('\t', ' ');
    }

    /** What happened to a project, on one line. */
    public static String line(OccurrenceView o, Style style) {
        String whom =
                o.project() == null ? "" : o.application() == null ? o.project() : o.project() + "/" + o.application();
        return style.dim(Times.at(o.at())) + "  " + style.word(o.kind()) + (whom.isEmpty() ? "" : "  " + whom) + "  "
                + Excerpt.without(Style.plain(o.message())).replace("\n", "; ");
    }
}
