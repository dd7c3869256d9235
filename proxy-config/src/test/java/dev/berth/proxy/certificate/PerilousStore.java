package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store on a disk that may be full, with a daemon that may die at every write. */
record PerilousStore(MoodyCertificates kept, Peril peril) implements CertificateStore {
    private void write(String what, Runnable effect) {
        peril.call(what, effect, () -> MoodyCertificates.noSpace("/data/certificates"));
    }

    @Override
    public void probe() {
        write("probe", kept::probe);
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
        write("keep " + record.name(), () -> kept.put(record));
    }

    @Override
    public void remove(HostName name) {
        write("forget " + name, () -> kept.remove(name));
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
        write("keep account", () -> kept.put(directory, account));
    }

    @Override
    public void removeAccount(URI directory) {
        write("forget account", () -> kept.removeAccount(directory));
    }

    @Override
    public OrderLedger ledger() {
        return kept.ledger();
    }

    @Override
    public void put(OrderLedger ledger) {
        write("keep ledger", () -> kept.put(ledger));
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
