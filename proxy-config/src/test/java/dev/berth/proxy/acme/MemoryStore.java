package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.CertificateStore;
import dev.berth.proxy.certificate.NameRecord;
import dev.berth.proxy.certificate.OrderLedger;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps accounts, and nothing else, as long as it lives. */
public final class MemoryStore implements CertificateStore {
    final Map<URI, Account> accounts = new ConcurrentHashMap<>();
    volatile boolean full;

    @Override
    public void probe() {
        if (full) {
            throw FileFailure.of("write", Path.of("/data/probe"), new IOException("No space left on device"));
        }
    }

    @Override
    public Optional<Account> account(URI directory) {
        return Optional.ofNullable(accounts.get(directory));
    }

    @Override
    public void put(URI directory, Account account) {
        accounts.put(directory, account);
    }

    @Override
    public void removeAccount(URI directory) {
        accounts.remove(directory);
    }

    @Override
    public List<NameRecord> all() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<NameRecord> find(HostName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(NameRecord record) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(HostName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> broken() {
        throw new UnsupportedOperationException();
    }

    @Override
    public OrderLedger ledger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(OrderLedger ledger) {
        throw new UnsupportedOperationException();
    }
}
