package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An authority that issues at once, unless a test holds it up or has it fail. */
final class HandAuthority implements CertificateAuthority {
    /** What was asked, in that order. */
    final List<CertificateRequest> requests = new CopyOnWriteArrayList<>();

    final List<HostName> askedForRenewal = new CopyOnWriteArrayList<>();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    /** So many kinds of challenge are tried in vain, each with an order of its own, before one succeeds. */
    final AtomicInteger checksThatFail = new AtomicInteger();

    /** Orders of earlier are not known any more. */
    volatile boolean forgetful;

    volatile Duration lifetime = Duration.ofDays(90);
    volatile Optional<RuntimeException> failure = Optional.empty();
    /** Where a test can look, and wait: before the order is placed, and after it was finalized. */
    volatile Runnable beforeOrder = () -> {};

    volatile Runnable afterFinalize = () -> {};
    /** What {@link #tidy} does. */
    volatile Runnable tidying = () -> {};

    private final URI directory;
    private final Clockwork clock;
    private final AtomicInteger serial = new AtomicInteger();

    HandAuthority(URI directory, Clockwork clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public URI directory() {
        return directory;
    }

    @Override
    public Certificate obtain(CertificateRequest request, OrderJournal journal) {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            Optional<PendingOrder> earlier = request.pending().filter(order -> !forgetful);
            if (earlier.isEmpty()) {
                request.pending().ifPresent(journal::unusable);
                journal.ordering();
            }
            requests.add(request);
            while (earlier.isEmpty() && checksThatFail.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                journal.checkFailed("");
                journal.ordering();
            }
            run(beforeOrder);
            failure.ifPresent(e -> {
                throw e;
            });
            int number = serial.incrementAndGet();
            PendingOrder order = earlier.orElseGet(() -> new PendingOrder(
                    directory, URI.create(directory + "/order/" + number), "key " + number, clock.now()));
            if (earlier.isEmpty()) {
                journal.placed(order);
            }
            run(afterFinalize);
            return certificate(request.name(), "leaf " + number, order.keyPem());
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private static void run(Runnable look) {
        look.run();
        if (Thread.currentThread().isInterrupted()) {
            throw new IssuanceFailure(Kind.INTERRUPTED, "interrupted", null);
        }
    }

    Certificate certificate(HostName name, String fingerprint, String key) {
        return new Certificate(
                List.of(name),
                clock.now(),
                clock.now().plus(lifetime),
                "Hand",
                "id-" + fingerprint,
                fingerprint,
                "chain",
                key);
    }

    @Override
    public void tidy() {
        tidying.run();
    }

    @Override
    public Optional<RenewalInfo> renewalInfo(Certificate certificate) {
        askedForRenewal.addAll(certificate.names());
        return Optional.empty();
    }
}
