package dev.berth.api.http;

import dev.berth.api.view.EventText;
import dev.berth.api.view.ListView;
import dev.berth.api.view.OccurrenceView;
import dev.berth.api.view.Style;
import dev.berth.core.deploy.Occurrence;
import dev.berth.core.operate.Operations;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** What happens in all projects. */
final class EventResource implements Resource {
    private static final int MOST = 1000;

    private final Operations operations;
    private final EventStreams streams;

    EventResource(Operations operations, EventStreams streams) {
        this.operations = operations;
        this.streams = streams;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get(
                        ApiRoute.PREFIX + "/events",
                        "What happened lately; with Accept: text/event-stream or follow also what happens from now on",
                        this::events)
                .query("limit", "at most so many of those that happened (100)")
                .query("follow", "true: also what happens from now on, as lines")
                .query("format", "text: each event of the stream as a line for people")
                .givesList(OccurrenceView.class)
                .gives("application/x-ndjson")
                .streams(OccurrenceView.class));
    }

    private void events(Exchange exchange) throws IOException {
        boolean events = exchange.header("Accept").orElse("").contains(EventStream.EVENTS);
        long after = EventStream.lastId(exchange);
        int limit = exchange.number("limit", 100, MOST);
        if (events || exchange.flag("follow")) {
            String lines = exchange.wantsText() ? "text/plain" : "application/x-ndjson";
            boolean text = events ? exchange.query("format").map("text"::equals).orElse(false) : exchange.wantsText();
            follow(exchange, after, limit, events ? EventStream.EVENTS : lines, text);
            return;
        }
        List<OccurrenceView> lately = operations.occurrences(exchange.caller().project(), after, limit).stream()
                .map(OccurrenceView::of)
                .toList();
        exchange.answer(
                200,
                ListView.of(lately),
                style -> lately.isEmpty()
                        ? "Nothing has happened yet.\n"
                        : lately.stream()
                                .map(o -> EventText.line(o, style) + "\n")
                                .collect(Collectors.joining()));
    }

    private void follow(Exchange exchange, long after, int limit, String type, boolean text) throws IOException {
        Style style = exchange.style();
        long from = after > 0 ? after : before(exchange, limit);
        try (EventStream stream = streams.open(exchange, type)) {
            stream.run(sink -> operations.followAll(from, occurrence -> {
                if (sees(exchange, occurrence)) {
                    sink.accept(message(exchange, occurrence, text, style));
                }
            }));
        }
    }

    private long before(Exchange exchange, int limit) {
        List<Occurrence> lately = operations.occurrences(exchange.caller().project(), 0, Math.max(1, limit));
        if (lately.isEmpty()) {
            return 0;
        }
        return limit == 0
                ? lately.get(lately.size() - 1).number()
                : lately.get(0).number() - 1;
    }

    private static boolean sees(Exchange exchange, Occurrence occurrence) {
        return occurrence
                .project()
                .map(exchange.caller()::sees)
                .orElse(exchange.caller().project().isEmpty());
    }

    private static EventStream.Message message(Exchange exchange, Occurrence occurrence, boolean text, Style style) {
        OccurrenceView view = OccurrenceView.of(occurrence);
        String data = text ? EventText.line(view, style) : exchange.json().write(view);
        return new EventStream.Message(view.number(), view.kind(), List.of(data), false);
    }
}
