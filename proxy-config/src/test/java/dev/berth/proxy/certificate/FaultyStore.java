package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store behind a mistake that is planted. */
record FaultyStore(PerilousStore right, PlantedFault fault) implements CertificateStore {
    @Override
    public void probe() {
        right.probe();
    }

    @Override
    public List<NameRecord> all() {
        return fault.read(right.all());
    }

    @Override
    public Optional<NameRecord> find(HostName name) {
        return right.find(name);
    }

    @Override
    public void put(NameRecord record) {
        right.put(fault.kept(record));
    }

    @Override
    public void remove(HostName name) {
        right.remove(name);
    }

    @Override
    public List<String> broken() {
        return right.broken();
    }

    @Override
    public Optional<Account> account(URI directory) {
        return right.account(directory);
    }

    @Override
    public void put(URI directory, Account account) {
        right.put(directory, account);
    }

    @Override
    public void removeAccount(URI directory) {
        right.removeAccount(directory);
    }

    @Override
    public OrderLedger ledger() {
        return right.ledger();
    }

    @Override
    public void put(OrderLedger ledger) {
        right.put(ledger);
    }

    @Override
    public void lay(DnsRecord record) {
        right.lay(record);
    }

    @Override
    public void cleared(DnsRecord record) {
        right.cleared(record);
    }

    @Override
    public Set<DnsRecord> left() {
        return right.left();
    }
}
