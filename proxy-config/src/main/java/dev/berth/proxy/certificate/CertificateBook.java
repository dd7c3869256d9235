package dev.berth.proxy.certificate;

import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of all names, held in memory and kept in the store. What the store refuses is held all the same and
 * offered to it again, so that a full disk costs nobody a certificate that was already issued. Safe for several threads.
 */
final class CertificateBook {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateBook.class);

    private final CertificateStore store;
    private final SortedMap<HostName, NameRecord> records = new TreeMap<>();
    private final SortedSet<HostName> unsaved = new TreeSet<>();
    private OrderLedger ledger;
    private AuthorityHealth health = AuthorityHealth.GOOD;

    CertificateBook(CertificateStore store) {
        this.store = store;
        store.all().forEach(record -> records.put(record.name(), record));
        this.ledger = store.ledger();
    }

    synchronized List<NameRecord> records() {
        return List.copyOf(records.values());
    }

    synchronized Optional<NameRecord> find(HostName name) {
        return Optional.ofNullable(records.get(name));
    }

    synchronized OrderLedger ledger() {
        return ledger;
    }

    synchronized AuthorityHealth health() {
        return health;
    }

    /** Notes what happened, and stores it sooner or later. */
    synchronized void note(HostName name, UnaryOperator<Aftermath> happened) {
        Aftermath after = happened.apply(before(name));
        boolean changed = !after.record().equals(before(name).record());
        boolean counted = !after.ledger().equals(ledger);
        take(after);
        if (changed) {
            save(name);
        }
        if (counted) {
            saveLedger();
        }
    }

    /**
     * Notes what is about to happen, and stores it first.
     *
     * @throws FileFailure when that is not possible: then it must not happen, and nothing is changed
     */
    synchronized void noteFirst(HostName name, UnaryOperator<Aftermath> happens) {
        Aftermath before = before(name);
        Aftermath after = happens.apply(before);
        if (!after.ledger().equals(before.ledger())) {
            store.put(after.ledger());
        }
        if (!after.record().equals(before.record())) {
            store.put(after.record());
        }
        take(after);
    }

    /**
     * Lets go of a name.
     *
     * @throws FileFailure when the store cannot; then it is still known
     */
    synchronized void forget(HostName name) {
        store.remove(name);
        records.remove(name);
        unsaved.remove(name);
    }

    /** Offers again what the store refused. */
    synchronized void saveAgain() {
        if (!unsaved.isEmpty()) {
            List.copyOf(unsaved).forEach(this::save);
            saveLedger();
        }
    }

    private Aftermath before(HostName name) {
        return new Aftermath(records.getOrDefault(name, NameRecord.of(name)), ledger, health);
    }

    private void take(Aftermath after) {
        records.put(after.record().name(), after.record());
        ledger = after.ledger();
        health = after.health();
    }

    private void save(HostName name) {
        try {
            store.put(records.get(name));
            unsaved.remove(name);
        } catch (FileFailure e) {
            refused(name, e);
        }
    }

    /** What is counted of the past comes to the store with the next name that does. */
    private void saveLedger() {
        try {
            store.put(ledger);
        } catch (FileFailure e) {
            LOG.warn("what was asked of certificate authorities cannot be noted: {}", e.getMessage());
        }
    }

    private void refused(HostName name, FileFailure e) {
        if (unsaved.add(name)) {
            LOG.warn("what is known of {} is only in memory until it can be stored: {}", name, e.getMessage());
        }
    }
}
