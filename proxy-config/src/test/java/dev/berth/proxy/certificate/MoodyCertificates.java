package dev.berth.proxy.certificate;

import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose disk is full when a test says so. */
final class MoodyCertificates implements CertificateStore {
    final InMemoryCertificates kept = new InMemoryCertificates();
    volatile boolean full;
    /** How often something was to be removed. */
    final AtomicInteger removals = new AtomicInteger();

    static FileFailure noSpace(String path) {
        return FileFailure.of("write", Path.of(path), new IOException("No space left on device"));
    }

    private void write() {
        if (full) {
            throw noSpace("/data/certificates");
        }
    }

    @Override
    public void probe() {
        write();
    }

    @Override
    public List<NameRecord> all() {
        return kept.all();
    }

    @Override
    public Optional<NameRecord> find(HostName name) {
        return kept.find(name);
    }

    @Override
    public void put(NameRecord record) {
        write();
        kept.put(record);
    }

    @Override
    public void remove(HostName name) {
        removals.incrementAndGet();
        write();
        kept.remove(name);
    }

    @Override
    public List<String> broken() {
        return kept.broken();
    }

    @Override
    public Optional<Account> account(URI directory) {
        return kept.account(directory);
    }

    @Override
    public void put(URI directory, Account account) {
        write();
        kept.put(directory, account);
    }

    @Override
    public void removeAccount(URI directory) {
        write();
        kept.removeAccount(directory);
    }

    @Override
    public OrderLedger ledger() {
        return kept.ledger();
    }

    @Override
    public void put(OrderLedger ledger) {
        write();
        kept.put(ledger);
    }
}
