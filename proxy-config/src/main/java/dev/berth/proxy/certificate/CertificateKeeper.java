package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.Crew.Work;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.traefik.TraefikFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every wanted name in possession of a valid certificate that the proxy was seen to show: plan, act, store,
 * publish, prove, over and over. One thread plans; orders and handshakes run beside it, one a name at a time. Safe for
 * several threads; what is asked of it is answered from memory, whatever the store and the proxy's files are doing.
 */
public final class CertificateKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);
    /** How long at most a jump of the clock, or a file that somebody changed, goes unnoticed. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    /** How long the proxy may take to show a certificate. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(300);

    private final KeeperParts parts;
    private final CertificateBook book;
    private final Showcase showcase;
    private final Errand errand;
    private final Crew crew;
    private final Tidying tidying;
    private final Thread planner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    /** Held while something is published, so that nobody publishes what is not so any more. */
    private final ReentrantLock publishing = new ReentrantLock();
    /** Names that changed, until it was possible to tell. */
    private final Set<HostName> untold = new TreeSet<>();

    private boolean woken;
    private volatile boolean closing;
    private volatile String trouble = "";

    /**
     * Reads what is kept and has it served, so that {@link #tls} knows; {@link #start} begins the work. When the proxy's
     * files cannot be written, what was seen before is taken for served still. What the store cannot read is read later;
     * until then the proxy keeps what it has of it, and nothing is asked for those names.
     */
    public CertificateKeeper(KeeperParts parts) {
        this(parts, Crew.threads());
    }

    /** @param threads where orders and handshakes take place */
    CertificateKeeper(KeeperParts parts, ExecutorService threads) {
        this.parts = parts;
        this.book = new CertificateBook(parts.store());
        this.showcase = new Showcase(parts);
        this.errand = new Errand(parts, book);
        this.crew = new Crew(parts.clock(), this::wake, threads);
        this.tidying = new Tidying(parts, threads);
        this.planner = new Thread(this::live, "berth-certificates");
        this.planner.setDaemon(true);
        Set<HostName> wanted = parts.wanted().get();
        try {
            show(wanted);
        } catch (RuntimeException e) {
            showcase.suppose(wanted, book.records());
            failed(e);
        }
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
        // First of all: who is busy now may be done when the book is read, and would else be planned for twice.
        Set<HostName> underWay = crew.busyWith(Work.ORDER);
        Unread unread = book.unread();
        List<NameRecord> records = book.records();
        return CertificatePlanner.plan(
                parts.wanted().get(),
                records,
                unread,
                underWay,
                book.ledger(),
                book.health(),
                parts.policy(),
                parts.clock().now());
    }

    public List<NameRecord> records() {
        return book.records();
    }

    /** Why a certificate that is there is not in use, or not stored; empty when all is well. */
    public Optional<String> trouble(HostName name) {
        Optional<NameRecord> record =
                book.find(name).filter(known -> known.certificate().isPresent());
        return book.unread()
                .of(name)
                .map(why -> "what is kept of it cannot be read, so nothing is asked for it: " + why.getMessage())
                .or(() -> record.flatMap(showcase::trouble))
                .or(() -> record.filter(known -> !book.isStored(name))
                        .map(known -> "in memory only until it can be stored: " + book.trouble()))
                .or(() -> record.filter(known -> !known.proven() && !trouble.isEmpty())
                        .map(known -> trouble))
                .or(() -> crew.trouble(name));
    }

    /** What is wrong beyond single names at the moment; empty when nothing is. */
    public String trouble() {
        return trouble.isEmpty() ? book.trouble() : trouble;
    }

    /** What is kept and cannot be read at the moment, and what that keeps from being done. */
    public List<String> unread() {
        return book.unread().lines();
    }

    /**
     * Asks for a new certificate now, whatever was planned or paused.
     *
     * @param hopeful whether authorities in trouble are asked again too, which concerns all names
     * @throws FileFailure when it cannot be stored; then nothing has changed
     */
    public void renew(HostName name, boolean hopeful) {
        book.noteFirst(name, known -> known.renewNow(parts.clock().now(), hopeful));
        wake();
    }

    /**
     * Takes a certificate that a person brought; it is served, and not renewed by Berth while it is valid. An order that
     * is under way for the name does not take its place.
     *
     * @throws FileFailure when it cannot be stored; then nothing has changed
     */
    public void upload(HostName name, Certificate certificate) {
        book.noteFirst(name, known -> known.uploaded(certificate));
        wake();
    }

    /**
     * Lets go of a certificate that a person brought; without effect on one that an authority issued.
     *
     * @throws FileFailure when the store refuses; then nothing has changed
     */
    public void remove(HostName name) {
        book.forget(name, NameRecord::isUploaded);
        wake();
    }

    /** Breaks off what is under way, which is taken up at the next start. */
    @Override
    public void close() {
        closing = true;
        crew.close();
        wake();
        try {
            planner.join(GOODBYE.toMillis());
            if (!crew.awaitEnd(GOODBYE)) {
                LOG.warn(
                        "a certificate's order did not end in {} s; it is taken up at the next start",
                        GOODBYE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // An interrupt breaks off writes too.
        book.saveAgain();
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
    Duration turn() {
        try {
            Crew.Shift shift = crew.shift();
            book.readAgain();
            tidying.turn();
            book.readBy(parts.clock().now());
            book.saveAgain();
            boolean published = publish();
            showcase.unproven(book.records()).forEach(name -> shift.begin(name, Work.PROOF, () -> prove(name)));
            CertificatePlan plan = plan();
            plan.todo().forEach(todo -> shift.begin(todo.name(), kind(todo), () -> act(todo)));
            boolean well =
                    published && book.trouble().isEmpty() && book.unread().isEmpty();
            return pause(plan, well ? LOOK : AFTER_TROUBLE);
        } catch (RuntimeException | Error e) {
            failed(e);
            return AFTER_TROUBLE;
        }
    }

    private static Work kind(CertificatePlan.Todo todo) {
        return todo instanceof CertificatePlan.Obtain ? Work.ORDER : Work.OTHER;
    }

    /** Once, however often the same comes again. */
    private void failed(Throwable e) {
        boolean bug = !(e instanceof FileFailure || e instanceof TraefikFailure);
        String why = bug ? "a bug of Berth: " + e : e.getMessage();
        if (!why.equals(trouble) && !closing) {
            LOG.warn("certificates: {}", why, bug ? e : null);
        }
        trouble = why;
    }

    private Duration pause(CertificatePlan plan, Duration longest) {
        Instant now = parts.clock().now();
        Duration planned = Duration.between(now, plan.lookAgainAt());
        return Stream.of(
                        Optional.of(planned),
                        showcase.untilAgain(),
                        showcase.untilNextEnd(),
                        crew.untilRested(),
                        Optional.of(longest))
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .filter(pause -> pause.compareTo(SHORTEST_PAUSE) > 0)
                .orElse(SHORTEST_PAUSE);
    }

    /** Gives the proxy what it should have, and tells those whose routes depend on it; whether that was possible. */
    private boolean publish() {
        publishing.lock();
        try {
            untold.addAll(show(parts.wanted().get()));
            tell();
            trouble = "";
            return true;
        } catch (RuntimeException e) {
            failed(e);
            return false;
        } finally {
            publishing.unlock();
        }
    }

    /** Who can read nothing publishes nothing: the proxy keeps what it has. */
    private Set<HostName> show(Set<HostName> wanted) {
        Unread unread = book.unread();
        URI issuer = parts.policy().issuers().get(0);
        // What the proxy has is read, key by key, only where it is needed: this is done at every change.
        book.standIn(
                unread.isEmpty()
                        ? List.of()
                        : StandIns.of(unread, parts.publisher().published(), wanted, issuer));
        return unread.directory().isPresent()
                ? showcase.suppose(wanted, book.records())
                : showcase.publish(wanted, book.records());
    }

    private void tell() {
        if (!untold.isEmpty()) {
            parts.changed().accept(Set.copyOf(untold));
            untold.clear();
        }
    }

    private void act(CertificatePlan.Todo todo) {
        if (todo instanceof CertificatePlan.Obtain obtain) {
            errand.obtain(obtain);
            publish();
        } else if (todo instanceof CertificatePlan.AskRenewal ask) {
            errand.askRenewal(ask.name());
        } else {
            book.forget(todo.name(), known -> !known.isValidAt(parts.clock().now()));
        }
    }

    /** Asks the proxy as a browser does, until it shows the certificate, or another one has taken its place. */
    private void prove(HostName name) {
        Optional<NameRecord> found = book.find(name);
        Duration end = parts.clock().elapsed().plus(PATIENCE);
        Duration pause = SHORTEST_PAUSE;
        while (!closing && found.filter(record -> isStill(name, record)).isPresent()) {
            NameRecord record = found.get();
            Optional<String> instead = showcase.instead(record);
            if (instead.isEmpty()) {
                proven(record.certificate().orElseThrow(), name);
                return;
            }
            if (parts.clock().elapsed().compareTo(end) > 0) {
                showcase.notShown(record, instead.get());
                publish();
                return;
            }
            try {
                parts.clock().sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private boolean isStill(HostName name, NameRecord record) {
        return showcase.waits(record)
                && book.find(name)
                        .filter(known -> known.certificate().equals(record.certificate()))
                        .isPresent();
    }

    private void proven(Certificate certificate, HostName name) {
        book.note(name, known -> known.proven(certificate));
        showcase.proven(name);
        LOG.info("{} is served over https until {}", name, certificate.notAfter());
        publishing.lock();
        try {
            untold.addAll(certificate.names());
            untold.add(name);
            tell();
        } finally {
            publishing.unlock();
        }
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
}
