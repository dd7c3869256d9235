package dev.berth.proxy.certificate;

import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of all names, held in memory and kept in the store. What the store refuses is held all the same and
 * offered to it again, so that a full disk costs nobody a certificate that was already issued. Safe for several threads;
 * who reads does not wait for the store.
 */
final class CertificateBook {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateBook.class);

    private final CertificateStore store;
    private final SortedMap<HostName, NameRecord> records = new ConcurrentSkipListMap<>();
    private final SortedSet<HostName> unsaved = new ConcurrentSkipListSet<>();
    private boolean isLedgerUnsaved;
    private volatile OrderLedger ledger;
    private volatile AuthorityHealth health = AuthorityHealth.GOOD;
    private volatile String trouble = "";
    private volatile Unread unread = Unread.NOTHING;
    private volatile SortedMap<HostName, NameRecord> standIns = new TreeMap<>();

    CertificateBook(CertificateStore store) {
        this.store = store;
        Unread left = store.unread();
        this.ledger = store.ledger();
        take(left);
    }

    /** All that is known, and what stands in for what cannot be read. */
    List<NameRecord> records() {
        SortedMap<HostName, NameRecord> all = new TreeMap<>(standIns);
        all.putAll(records);
        return List.copyOf(all.values());
    }

    Optional<NameRecord> find(HostName name) {
        return Optional.ofNullable(records.get(name)).or(() -> Optional.ofNullable(standIns.get(name)));
    }

    /** What cannot be read; to be looked at before anything else here, which may be read meanwhile. */
    Unread unread() {
        return unread;
    }

    /** Reads what could not be read before. */
    synchronized void readAgain() {
        if (unread.isEmpty()) {
            return;
        }
        store.readAgain();
        // Before the ledger: one that can be read from now on must not count as read.
        Unread left = store.unread();
        if (unread.ledger().isPresent()) {
            ledger = store.ledger();
        }
        take(left);
    }

    private void take(Unread left) {
        store.all().forEach(record -> records.putIfAbsent(record.name(), record));
        left.lines().stream()
                .filter(line -> !unread.lines().contains(line))
                .forEach(line -> LOG.warn("{}; Berth tries again by itself", line));
        if (left.isEmpty() && !unread.isEmpty()) {
            LOG.info("what is kept of certificates can be read again");
        }
        unread = left;
    }

    /** What is taken for the records of names that cannot be read. */
    void standIn(List<NameRecord> those) {
        SortedMap<HostName, NameRecord> next = new TreeMap<>();
        those.forEach(record -> next.put(record.name(), record));
        standIns = next;
    }

    OrderLedger ledger() {
        return ledger;
    }

    AuthorityHealth health() {
        return health;
    }

    /** Why something is only in memory; empty when all is stored. */
    String trouble() {
        return trouble;
    }

    boolean isStored(HostName name) {
        return !unsaved.contains(name);
    }

    /** Notes what happened, and stores it sooner or later; nothing of a name that cannot be read. */
    synchronized void note(HostName name, UnaryOperator<Aftermath> happened) {
        if (unread.of(name).isPresent()) {
            return;
        }
        Aftermath before = before(name);
        Aftermath after = happened.apply(before);
        boolean changed = !after.record().equals(before.record());
        if (!after.ledger().equals(before.ledger())) {
            isLedgerUnsaved = true;
        }
        take(after, changed);
        // Who dies between the two has counted too much, not too little.
        saveLedger();
        if (changed) {
            unsaved.add(name);
            save(name);
        }
    }

    /**
     * Notes what is about to happen, and stores it first.
     *
     * @throws FileFailure when that is not possible: then it must not happen, and nothing is changed
     */
    synchronized void noteFirst(HostName name, UnaryOperator<Aftermath> happens) {
        unread.of(name).ifPresent(e -> {
            throw e;
        });
        Aftermath before = before(name);
        Aftermath after = happens.apply(before);
        boolean changed = !after.record().equals(before.record());
        if (!after.ledger().equals(before.ledger())) {
            store.put(after.ledger());
            isLedgerUnsaved = false;
        }
        if (changed) {
            store.put(after.record());
            unsaved.remove(name);
        }
        take(after, changed);
    }

    /** By this clock, which may have been set back, is everything read from here on. */
    synchronized void readBy(Instant now) {
        OrderLedger next = ledger.asOf(now);
        isLedgerUnsaved |= !next.equals(ledger);
        ledger = next;
        health = health.asOf(now);
    }

    /**
     * Lets go of a name, if what is known of it is still so.
     *
     * @throws FileFailure when the store cannot; then it is still known
     */
    synchronized void forget(HostName name, Predicate<NameRecord> ifStill) {
        if (find(name).filter(ifStill).isPresent()) {
            store.remove(name);
            records.remove(name);
            unsaved.remove(name);
        }
    }

    /** Offers again what the store refused. */
    synchronized void saveAgain() {
        List.copyOf(unsaved).forEach(this::save);
        saveLedger();
        if (unsaved.isEmpty() && !isLedgerUnsaved) {
            trouble = "";
        }
    }

    private void save(HostName name) {
        offer(() -> {
            store.put(records.get(name));
            unsaved.remove(name);
        });
    }

    private void saveLedger() {
        if (isLedgerUnsaved) {
            offer(() -> {
                store.put(ledger);
                isLedgerUnsaved = false;
            });
        }
    }

    /** One that is refused does not keep the others from being stored. */
    private void offer(Runnable write) {
        try {
            write.run();
        } catch (FileFailure e) {
            if (trouble.isEmpty()) {
                LOG.warn("what is known of certificates is in memory only until it can be stored: {}", e.getMessage());
            }
            trouble = e.getMessage();
        }
    }

    private Aftermath before(HostName name) {
        return new Aftermath(records.getOrDefault(name, NameRecord.of(name)), ledger, health);
    }

    private void take(Aftermath after, boolean changed) {
        if (changed) {
            records.put(after.record().name(), after.record());
        }
        ledger = after.ledger();
        health = after.health();
    }
}
