package dev.berth.core.operate;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateKeeper;
import dev.berth.proxy.certificate.CertificateStore;
import dev.berth.proxy.certificate.NameRecord;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Those that the keeper keeps. */
public final class KeptCertificates implements Certificates {
    private final CertificateKeeper keeper;
    private final CertificateStore store;

    public KeptCertificates(CertificateKeeper keeper, CertificateStore store) {
        this.keeper = keeper;
        this.store = store;
    }

    @Override
    public List<CertificateStatus> all() {
        Map<HostName, NameRecord> records =
                keeper.records().stream().collect(Collectors.toMap(NameRecord::name, Function.identity()));
        List<CertificateStatus> all = new ArrayList<>();
        keeper.plan().outlook().forEach((name, outlook) -> {
            CertificateStatus status = CertificateStatus.of(name, outlook, Optional.ofNullable(records.get(name)));
            all.add(keeper.trouble(name).map(status::withTrouble).orElse(status));
        });
        return all;
    }

    @Override
    public boolean isServed(HostName name) {
        return keeper.tls(name) instanceof Tls.Enforced;
    }

    @Override
    public void renew(HostName name, boolean hopeful) {
        keeper.renew(name, hopeful);
    }

    @Override
    public void upload(HostName name, Certificate checked) {
        keeper.upload(name, checked);
    }

    @Override
    public void remove(HostName name) {
        keeper.remove(name);
    }

    @Override
    public List<String> broken() {
        return store.broken();
    }

    @Override
    public List<String> unread() {
        return keeper.unread();
    }

    @Override
    public String trouble() {
        return keeper.trouble();
    }
}
