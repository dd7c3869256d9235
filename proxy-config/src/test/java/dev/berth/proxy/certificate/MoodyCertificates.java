package dev.berth.proxy.certificate;

import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose disk is full, or does not give out what it has, when a test says so. */
final class MoodyCertificates implements CertificateStore {
    final InMemoryCertificates kept = new InMemoryCertificates();
    volatile boolean full;
    /** What cannot be read. */
    volatile Unread unread = Unread.NOTHING;
    /** Is done when the ledger has been given out. */
    volatile Runnable afterLedger = () -> {};
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
    public Unread unread() {
        return unread;
    }

    private static void requireRead(Optional<FileFailure> failure) {
        failure.ifPresent(e -> {
            throw e;
        });
    }

    @Override
    public List<NameRecord> all() {
        return kept.all().stream()
                .filter(record -> unread.of(record.name()).isEmpty())
                .toList();
    }

    @Override
    public Optional<NameRecord> find(HostName name) {
        return kept.find(name);
    }

    @Override
    public void put(NameRecord record) {
        requireRead(unread.of(record.name()));
        write();
        kept.put(record);
    }

    @Override
    public void remove(HostName name) {
        removals.incrementAndGet();
        requireRead(unread.of(name));
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
        OrderLedger given = unread.ledger().isPresent() ? OrderLedger.EMPTY : kept.ledger();
        afterLedger.run();
        return given;
    }

    @Override
    public void put(OrderLedger ledger) {
        requireRead(unread.ledger());
        write();
        kept.put(ledger);
    }

    @Override
    public void lay(DnsRecord record) {
        kept.lay(record);
    }

    @Override
    public void cleared(DnsRecord record) {
        kept.cleared(record);
    }

    @Override
    public Set<DnsRecord> left() {
        return kept.left();
    }
}
