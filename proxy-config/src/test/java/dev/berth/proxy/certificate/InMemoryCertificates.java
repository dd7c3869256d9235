package dev.berth.proxy.certificate;

import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A store that forgets all at its end. */
public final class InMemoryCertificates implements CertificateStore {
    /** What {@link #broken} tells. */
    public final List<String> broken = new CopyOnWriteArrayList<>();

    /** Whether nothing more can be written. */
    public volatile boolean full;

    private final Map<HostName, NameRecord> names = new ConcurrentSkipListMap<>();
    /** Is told of an account before it is kept; what it throws ends that. */
    public volatile Consumer<Account> beforeAccount = account -> {};

    /** By the directories of their authorities. */
    public final Map<URI, Account> accounts = new ConcurrentHashMap<>();

    private volatile OrderLedger ledger = OrderLedger.EMPTY;

    @Override
    public void probe() {
        if (full) {
            throw FileFailure.of("write", Path.of("/data/probe"), new IOException("No space left on device"));
        }
    }

    @Override
    public List<NameRecord> all() {
        return List.copyOf(names.values());
    }

    @Override
    public Optional<NameRecord> find(HostName name) {
        return Optional.ofNullable(names.get(name));
    }

    @Override
    public void put(NameRecord record) {
        names.put(record.name(), record);
    }

    @Override
    public void remove(HostName name) {
        names.remove(name);
    }

    @Override
    public List<String> broken() {
        return List.copyOf(broken);
    }

    @Override
    public Optional<Account> account(URI directory) {
        return Optional.ofNullable(accounts.get(directory));
    }

    @Override
    public void put(URI directory, Account account) {
        beforeAccount.accept(account);
        accounts.put(directory, account);
    }

    @Override
    public void removeAccount(URI directory) {
        accounts.remove(directory);
    }

    @Override
    public OrderLedger ledger() {
        return ledger;
    }

    @Override
    public void put(OrderLedger newLedger) {
        ledger = newLedger;
    }

    /** As an earlier run laid them, when a test puts them here. */
    public final Set<DnsRecord> left = ConcurrentHashMap.newKeySet();

    /** What this run laid and has not cleared. */
    public final Set<DnsRecord> laid = ConcurrentHashMap.newKeySet();

    @Override
    public void lay(DnsRecord record) {
        probe();
        laid.add(record);
    }

    @Override
    public void cleared(DnsRecord record) {
        laid.remove(record);
        left.remove(record);
    }

    @Override
    public Set<DnsRecord> left() {
        return Set.copyOf(left);
    }
}
