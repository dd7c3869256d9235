package dev.berth.proxy.certificate;

import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every wanted name in possession of a valid certificate that the proxy was seen to show: plan, act, store,
 * publish, prove, over and over. One thread plans; orders and handshakes run beside it, one a name at a time.
 */
public final class CertificateKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);
    /** How long at most a jump of the clock, or a file that somebody changed, goes unnoticed. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;
    /** How long the proxy may take to show a certificate. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(300);

    private final KeeperParts parts;
    private final CertificateBook book;
    private final Showcase showcase;
    private final Errand errand;
    private final ExecutorService workers;
    private final Thread planner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final Set<HostName> busy = new HashSet<>();
    private final Set<HostName> obtaining = new HashSet<>();
    private boolean woken;
    private volatile boolean closing;
    private volatile String trouble = "";

    /** Reads what is kept and has it served, so that {@link #tls} knows; {@link #start} begins the work. */
    public CertificateKeeper(KeeperParts parts) {
        this.parts = parts;
        this.book = new CertificateBook(parts.store());
        this.showcase = new Showcase(parts.publisher(), parts.handshake(), parts.httpsPort());
        this.errand = new Errand(parts, book);
        this.workers = Executors.newFixedThreadPool(AT_ONCE, work -> thread("berth-certificate", work));
        this.planner = thread("berth-certificates", this::live);
        showcase.publish(parts.wanted().get(), book.records(), parts.clock().now());
    }

    public void start() {
        planner.start();
    }

    /** The wanted names may have changed, or something may be to do. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How a host that wants https speaks it at the moment. */
    public Tls tls(HostName host) {
        return showcase.tls(host, book.records());
    }

    /** What is known of every name, as the plan of this moment says it. */
    public CertificatePlan plan() {
        return plan(parts.clock().now());
    }

    public List<NameRecord> records() {
        return book.records();
    }

    /** Why a certificate that is there is not in use; empty when it is. */
    public Optional<String> trouble(HostName name) {
        return showcase.trouble(name);
    }

    /** Why nothing can be done at all at the moment; empty when that is not so. */
    public String trouble() {
        return trouble;
    }

    /** Asks for a new certificate now, whatever was planned or paused. */
    public void renew(HostName name) {
        book.noteFirst(name, known -> known.renewNow(parts.clock().now()));
        wake();
    }

    /** Takes a certificate that a person brought; it is served, and never renewed by Berth. */
    public void upload(HostName name, Certificate certificate) {
        book.noteFirst(name, known -> known.uploaded(certificate));
        wake();
    }

    /** Lets go of a certificate that a person brought. */
    public void remove(HostName name) {
        book.forget(name);
        wake();
    }

    @Override
    public void close() {
        closing = true;
        planner.interrupt();
        workers.shutdownNow();
        try {
            planner.join(GOODBYE.toMillis());
            if (!workers.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "a certificate's order did not end in {} s; it is taken up at the next start",
                        GOODBYE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        try {
            while (!closing) {
                await(turn());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that can be done now is begun; returns after what time to look again. */
    private Duration turn() {
        Instant now = parts.clock().now();
        try {
            book.saveAgain();
            publish(now);
            showcase.unproven(book.records(), now).forEach(name -> begin(name, false, () -> prove(name)));
            CertificatePlan plan = plan(now);
            plan.todo().forEach(todo -> begin(todo.name(), todo instanceof CertificatePlan.Obtain, () -> act(todo)));
            trouble = "";
            return pause(plan, now);
        } catch (FileFailure e) {
            return failed(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the keeper of certificates met a bug", e);
            return failed("a bug: " + e);
        }
    }

    private Duration failed(String why) {
        if (!why.equals(trouble)) {
            LOG.warn("certificates: {}", why);
        }
        trouble = why;
        return AFTER_TROUBLE;
    }

    private Duration pause(CertificatePlan plan, Instant now) {
        Instant next = showcase.again()
                .filter(again -> again.isBefore(plan.lookAgainAt()))
                .orElse(plan.lookAgainAt());
        Duration until = Duration.between(now, next);
        return until.isNegative() ? Duration.ZERO : until.compareTo(LOOK) < 0 ? until : LOOK;
    }

    private CertificatePlan plan(Instant now) {
        return CertificatePlanner.plan(
                parts.wanted().get(), book.records(), underWay(), book.ledger(), book.health(), parts.policy(), now);
    }

    private Set<HostName> underWay() {
        lock.lock();
        try {
            return Set.copyOf(obtaining);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the proxy what it should have, and tells those whose routes depend on it. */
    private void publish(Instant now) {
        List<HostName> changed = showcase.publish(parts.wanted().get(), book.records(), now);
        if (!changed.isEmpty()) {
            parts.changed().accept(Set.copyOf(changed));
        }
    }

    /** One thing a name at a time; what is due meanwhile is found again by the turn after it. */
    private void begin(HostName name, boolean obtains, Runnable work) {
        lock.lock();
        try {
            if (closing || !busy.add(name)) {
                return;
            }
            if (obtains) {
                obtaining.add(name);
            }
        } finally {
            lock.unlock();
        }
        workers.execute(() -> {
            try {
                work.run();
            } catch (FileFailure e) {
                failed(e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("the certificate of {} met a bug", name, e);
            } finally {
                lock.lock();
                try {
                    busy.remove(name);
                    obtaining.remove(name);
                } finally {
                    lock.unlock();
                }
                wake();
            }
        });
    }

    private void act(CertificatePlan.Todo todo) {
        if (todo instanceof CertificatePlan.Obtain obtain) {
            errand.obtain(obtain);
            publish(parts.clock().now());
        } else if (todo instanceof CertificatePlan.AskRenewal ask) {
            errand.askRenewal(ask.name());
        } else {
            book.forget(todo.name());
        }
    }

    /** Asks the proxy as a browser does, until it shows the certificate. */
    private void prove(HostName name) {
        Optional<NameRecord> record = book.find(name);
        if (record.isEmpty() || record.get().certificate().isEmpty()) {
            return;
        }
        if (!isShownSoon(record.get())) {
            if (!closing) {
                showcase.notShown(record.get(), parts.clock().now());
                publish(parts.clock().now());
            }
            return;
        }
        book.note(name, known -> known.proven(record.get().certificate().get()));
        showcase.proven(name);
        LOG.info(
                "{} is served over https until {}",
                name,
                record.get().certificate().get().notAfter());
        parts.changed().accept(Set.of(name));
    }

    private boolean isShownSoon(NameRecord record) {
        Duration end = parts.clock().elapsed().plus(PATIENCE);
        Duration pause = SHORTEST_PAUSE;
        while (!showcase.isShown(record)) {
            if (closing || parts.clock().elapsed().compareTo(end) > 0) {
                return false;
            }
            try {
                parts.clock().sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        return true;
    }

    private void await(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!woken && left > 0) {
                left = rung.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
