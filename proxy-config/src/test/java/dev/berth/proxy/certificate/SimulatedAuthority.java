package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An authority that counts as a true one does, and knows what must never be asked of it. */
final class SimulatedAuthority implements CertificateAuthority {
    private static final Duration WEEK = Duration.ofDays(7);

    private final URI directory;
    /** The true time, whatever the daemon's clock says. */
    private final HandClockwork clock;

    private final Peril peril;
    private final CertificateStore store;
    private final boolean isTrue;
    /** Orders that can be finished, or downloaded once more. */
    private final Map<URI, String> orders = new HashMap<>();

    /** What was finalized: the same for every download. */
    private final Map<URI, Certificate> issued = new HashMap<>();

    private final Map<HostName, URI> undelivered = new HashMap<>();
    private final Map<String, Deque<Duration>> counted = new HashMap<>();
    final Set<HostName> unreachable = new HashSet<>();
    /** The newest certificate that the daemon keeps, by name. */
    private final Map<HostName, Certificate> newest = new HashMap<>();
    /** Names that a person wants a new certificate for. */
    final Set<HostName> free = new HashSet<>();
    /** Whether the daemon's clock was right all the time. */
    boolean isTimeRight = true;

    int ordered;
    Duration awayUntil = Duration.ZERO;
    Duration lifetime = Duration.ofDays(90);
    private int serial;

    /** @param isTrue whether it is the one that counts, not the stage of a rehearsal */
    SimulatedAuthority(URI directory, HandClockwork clock, Peril peril, CertificateStore store, boolean isTrue) {
        this.directory = directory;
        this.clock = clock;
        this.peril = peril;
        this.store = store;
        this.isTrue = isTrue;
    }

    @Override
    public URI directory() {
        return directory;
    }

    @Override
    public Certificate obtain(CertificateRequest request, OrderJournal journal) {
        Optional<PendingOrder> known = request.pending().filter(p -> orders.containsKey(p.order()));
        PendingOrder order = known.orElseGet(() -> place(request, journal));
        if (known.isEmpty()) {
            check(request.name(), journal);
            journal.placed(order);
        }
        finish(request.name(), order);
        return certificate(request.name(), order);
    }

    private PendingOrder place(CertificateRequest request, OrderJournal journal) {
        boolean asked = free.contains(request.name());
        store.find(request.name()).flatMap(NameRecord::certificate).ifPresent(c -> delivered(request.name(), c));
        // By a clock that jumped, its order is too old to be taken up.
        if (isTrue && isTimeRight && undelivered.containsKey(request.name())) {
            peril.violated("what was finalized is downloaded, with its key, before anything else is ordered");
        }
        journal.ordering();
        ask("order " + request.name());
        ordered++;
        boolean early = Optional.ofNullable(newest.get(request.name()))
                .filter(c -> now().isBefore(RenewalWindow.of(c).due()))
                .isPresent();
        if (isTrue && early && !asked && isTimeRight) {
            peril.violated("what is valid is renewed only when it is due");
        }
        count("orders", 10, Duration.ofSeconds(10));
        count("new orders", 300, Duration.ofHours(3));
        URI order = URI.create(directory + "/order/" + ++serial);
        String key = "key " + serial;
        orders.put(order, key);
        return new PendingOrder(directory, order, key, clock.now()); // by the clock of the daemon, right or wrong
    }

    private void check(HostName name, OrderJournal journal) {
        ask("validate " + name);
        if (unreachable.contains(name)) {
            count("failed checks of " + name, 5, Duration.ofHours(1));
            journal.checkFailed("");
            throw new IssuanceFailure(Kind.CHALLENGE, "cannot reach " + name, null);
        }
    }

    private void finish(HostName name, PendingOrder order) {
        boolean isKept = store.find(name)
                .flatMap(NameRecord::pending)
                .filter(p -> p.keyPem().equals(orders.get(order.order())))
                .isPresent();
        if (isTrue && !isKept) {
            peril.violated("order and key are kept before anything is finalized");
        }
        peril.call(
                "finalize " + name,
                () -> {
                    issued.computeIfAbsent(order.order(), o -> issue(name, order));
                    if (isTrue && undelivered.put(name, order.order()) == null) {
                        count("certificates for " + name, 5, WEEK);
                    }
                },
                SimulatedAuthority::cut);
    }

    private Certificate issue(HostName name, PendingOrder order) {
        String leaf = directory.getHost() + " " + order.order().getPath();
        Instant from = now();
        return new Certificate(
                List.of(name), from, from.plus(lifetime), "Simulated", "", leaf, "chain " + leaf, order.keyPem());
    }

    private Certificate certificate(HostName name, PendingOrder order) {
        ask("download " + name);
        return issued.get(order.order());
    }

    /** The daemon has it and keeps it. */
    void delivered(HostName name, Certificate certificate) {
        boolean isIt = Optional.ofNullable(undelivered.get(name))
                .filter(order -> certificate.keyPem().equals(orders.get(order)))
                .isPresent();
        if (isTrue) {
            newest.put(name, certificate);
        }
        if (isIt) {
            undelivered.remove(name);
            free.remove(name);
        }
    }

    @Override
    public Optional<RenewalInfo> renewalInfo(Certificate certificate) {
        ask("renewal info");
        return Optional.empty();
    }

    private Instant now() {
        return Desk.START.plus(clock.elapsed());
    }

    private void ask(String what) {
        peril.call(what, () -> {}, SimulatedAuthority::cut);
        if (clock.elapsed().compareTo(awayUntil) < 0) {
            throw new IssuanceFailure(Kind.AUTHORITY_AWAY, "503", null);
        }
    }

    private static IssuanceFailure cut() {
        return new IssuanceFailure(Kind.AUTHORITY_AWAY, "the connection was cut", null);
    }

    /** By time that never goes back: an authority has a clock of its own. */
    private void count(String what, int most, Duration within) {
        Deque<Duration> times = counted.computeIfAbsent(what, w -> new ArrayDeque<>());
        Duration now = clock.elapsed();
        while (!times.isEmpty() && times.peekFirst().compareTo(now.minus(within)) <= 0) {
            times.removeFirst();
        }
        times.addLast(now);
        if (isTrue && isTimeRight && times.size() > most) {
            peril.violated("the authority's limits are kept");
            peril.tell(times.size() + " " + what + " within " + within);
        }
    }
}
