package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.OrderLedger.Entry;
import dev.berth.proxy.certificate.OrderLedger.Event;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * In the place of a ledger that is not there any more: what the certificates that are kept say of when they were ordered,
 * and from whom. All of them count, renewals too: rather too much than too little.
 */
final class LostLedger {
    /** Authorities date certificates back, Let's Encrypt by an hour. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private LostLedger() {}

    static OrderLedger of(Collection<NameRecord> records) {
        List<Entry> entries = new ArrayList<>();
        for (NameRecord record : records) {
            record.origin().ifPresent(from -> {
                record.previous().ifPresent(old -> issued(entries, record, from, old));
                record.certificate().ifPresent(newest -> issued(entries, record, from, newest));
            });
            record.pending()
                    .ifPresent(order -> entries.add(
                            new Entry(order.issuer(), record.name(), Event.ORDERED, false, order.placedAt())));
        }
        entries.sort(Comparator.comparing(Entry::at));
        return new OrderLedger(entries);
    }

    private static void issued(List<Entry> entries, NameRecord record, URI from, Certificate certificate) {
        Instant at = certificate.notBefore().plus(BACKDATED);
        entries.add(new Entry(from, record.name(), Event.ORDERED, false, at));
        entries.add(new Entry(from, record.name(), Event.ISSUED, false, at));
    }
}
