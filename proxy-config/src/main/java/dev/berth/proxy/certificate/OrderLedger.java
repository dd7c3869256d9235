package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** What was ordered, issued and failed at each authority, as far back as any limit looks. Immutable. */
public record OrderLedger(List<Entry> entries) {
    public static final OrderLedger EMPTY = new OrderLedger(List.of());

    /** What the authority counts. */
    public enum Event {
        ORDERED,
        ISSUED,
        FAILED_AUTHORIZATION
    }

    /** @param renewal whether it replaced another with the authority's knowledge, which counts against nothing */
    public record Entry(URI directory, HostName name, Event event, boolean renewal, Instant at) {}

    public OrderLedger {
        entries = List.copyOf(entries);
    }
}
