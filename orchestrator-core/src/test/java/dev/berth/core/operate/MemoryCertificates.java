package dev.berth.core.operate;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificatePlan;
import dev.berth.proxy.certificate.CertificatePlan.Outlook;
import dev.berth.proxy.certificate.NameRecord;
import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Certificates whose states a test sets; it writes down what is ordered. */
public final class MemoryCertificates implements Certificates {
    /** Such as {@code renew shop.example.org}, or {@code renew in turn …} where authorities in trouble rest. */
    public final List<String> orders = new CopyOnWriteArrayList<>();

    /** What {@link #broken} tells. */
    public final List<String> broken = new CopyOnWriteArrayList<>();

    /** What {@link #unread} tells. */
    public final List<String> unread = new CopyOnWriteArrayList<>();

    /** What {@link #trouble} tells. */
    public volatile String trouble = "";

    /** The names whose certificates are served. */
    public final Set<String> served = ConcurrentHashMap.newKeySet();

    /** Runs before each order; what it throws is what the order comes to. */
    public volatile Runnable before = () -> {};

    private final Map<String, CertificateStatus> names = new ConcurrentSkipListMap<>();

    public void put(CertificateStatus status) {
        names.put(status.name(), status);
    }

    /** One that is in no state but this. */
    public void put(String name, CertificateStatus.State state, String why) {
        HostName host = HostName.of(name);
        put(CertificateStatus.of(
                host,
                new Outlook(
                        CertificatePlan.State.valueOf(state.name()),
                        why,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty()));
    }

    @Override
    public List<CertificateStatus> all() {
        return List.copyOf(names.values());
    }

    @Override
    public boolean isServed(HostName name) {
        return served.contains(name.text());
    }

    @Override
    public void renew(HostName name, boolean hopeful) {
        before.run();
        orders.add((hopeful ? "renew " : "renew in turn ") + name);
    }

    @Override
    public void upload(HostName name, Certificate checked) {
        before.run();
        orders.add("upload " + name);
        Outlook outlook = new Outlook(
                CertificatePlan.State.UPLOADED, "uploaded", Optional.empty(), Optional.empty(), Optional.empty());
        put(CertificateStatus.of(
                name, outlook, Optional.of(NameRecord.of(name).withCertificate(checked, Optional.empty()))));
    }

    @Override
    public void remove(HostName name) {
        before.run();
        orders.add("remove " + name);
        names.remove(name.text());
    }

    @Override
    public List<String> broken() {
        return List.copyOf(broken);
    }

    @Override
    public List<String> unread() {
        return List.copyOf(unread);
    }

    @Override
    public String trouble() {
        return trouble;
    }
}
