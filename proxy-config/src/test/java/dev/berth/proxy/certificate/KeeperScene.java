package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A keeper among things that a test has in its hands. */
final class KeeperScene implements AutoCloseable {
    static final HostName SHOP = HostName.of("shop.example.org");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final HandClockwork clock = new HandClockwork(Desk.START);
    final MoodyCertificates store = new MoodyCertificates();
    final HandAuthority authority = new HandAuthority(Desk.FIRST, clock);
    final HandAuthority staging = new HandAuthority(Desk.STAGING, clock);
    final HandProxy proxy = new HandProxy();
    final List<Set<HostName>> changes = new CopyOnWriteArrayList<>();
    /** How each of the changed names stood when the change was told. */
    final List<Tls> told = new CopyOnWriteArrayList<>();

    volatile Set<HostName> wanted = Set.of();
    volatile boolean wantedBreaks;
    volatile boolean deaf;
    /** What is seen of a name before an authority is asked. */
    volatile Consumer<HostName> beforeLook = name -> {};

    volatile Preparation seen = Preparation.GOOD;

    private final AtomicInteger looks = new AtomicInteger();
    CertificateKeeper keeper;

    KeeperScene wants(String... names) {
        Set<HostName> all = new TreeSet<>();
        List.of(names).forEach(name -> all.add(HostName.of(name)));
        wanted = all;
        if (keeper != null) {
            keeper.wake();
        }
        return this;
    }

    /** A keeper over what the one before has left in the store. */
    KeeperScene starts() {
        made();
        keeper.start();
        return this;
    }

    KeeperScene made() {
        close();
        keeper = new CertificateKeeper(new KeeperParts(
                store,
                this::authority,
                Desk.ONE,
                name -> {
                    beforeLook.accept(name);
                    return seen;
                },
                proxy,
                proxy,
                this::look,
                this::changed,
                clock,
                new Random(1),
                443));
        return this;
    }

    private CertificateAuthority authority(URI directory) {
        return directory.equals(Desk.FIRST) ? authority : staging;
    }

    private Set<HostName> look() {
        looks.incrementAndGet();
        if (wantedBreaks) {
            throw new IllegalStateException("the releases cannot be read");
        }
        return wanted;
    }

    private void changed(Set<HostName> names) {
        if (deaf) {
            throw new IllegalStateException("nobody hears");
        }
        changes.add(names);
        names.forEach(name -> told.add(keeper.tls(name)));
    }

    void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what + "\n"
                        + keeper.plan().outlook() + "\n" + keeper.records() + "\n" + keeper.trouble());
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** Until the proxy shows the newest certificate, and its leaf. */
    String enforced(HostName name) {
        until(
                name + " is enforced",
                () -> tls(name) instanceof Tls.Enforced && record(name).proven());
        return leaf(name);
    }

    String leaf(HostName name) {
        return record(name).certificate().orElseThrow().fingerprint();
    }

    Tls tls(HostName name) {
        return keeper.tls(name);
    }

    NameRecord record(HostName name) {
        return keeper.records().stream()
                .filter(record -> record.name().equals(name))
                .findFirst()
                .orElseGet(() -> NameRecord.of(name));
    }

    long failed() {
        return keeper.records().stream()
                .filter(record -> record.attempts().failed() > 0)
                .count();
    }

    int orders() {
        return authority.requests.size();
    }

    /** Time passes, and the keeper looks again. */
    void later(Duration time) {
        clock.pass(time);
        keeper.wake();
    }

    /** Everything that is to be done has been begun, and nothing is under way. */
    void settles() {
        for (int i = 0; i < 3; i++) {
            int before = looks.get();
            keeper.wake();
            until("the keeper looks", () -> looks.get() >= before + 2 && authority.atOnce.get() == 0);
        }
    }

    Optional<String> trouble() {
        return keeper.trouble(SHOP);
    }

    @Override
    public void close() {
        if (keeper != null) {
            keeper.close();
        }
    }
}
