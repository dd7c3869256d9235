package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.CertificateHistory.Move;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One history of a real keeper among a simulated authority, proxy, disk and clock, one step after the other. */
final class CertificateSimulation {
    private static final List<HostName> NAMES =
            List.of(HostName.of("a.example.org"), HostName.of("b.example.org"), HostName.of("c.example.net"));
    /** Whoever has done something rings for the next turn: so many until all was seen, however often something fails. */
    private static final int TURNS = 4;

    private static final int MOST_HIDDEN = 8;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration TROUBLE = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(12);

    private final CertificateHistory history;
    private final PlantedFault fault;
    private final HandClockwork clock = new HandClockwork(Desk.START);
    private final Peril peril = new Peril();
    private final MoodyCertificates kept = new MoodyCertificates();
    private final PerilousProxy proxy = new PerilousProxy(peril);
    private final Map<URI, SimulatedAuthority> authorities = new TreeMap<>();
    private final Set<HostName> wanted = new TreeSet<>(NAMES.subList(0, 2));
    /** The last certificate of each name that the proxy was seen to show. */
    private final Map<HostName, Certificate> proven = new TreeMap<>();

    /** Of which the disk knew at some time that the proxy had shown them. */
    private final Set<String> stored = new TreeSet<>();

    /** At how many looks in a row the proxy did not show what it was given. */
    private final Map<HostName, Integer> hiddenFor = new TreeMap<>();

    private final Random chance;
    private CertificateKeeper keeper;
    private boolean hides;

    CertificateSimulation(CertificateHistory history, PlantedFault fault) {
        this.history = history;
        this.fault = fault;
        this.chance = new Random(history.seed());
        for (URI directory : List.of(Desk.FIRST, Desk.STAGING)) {
            authorities.put(
                    directory, new SimulatedAuthority(directory, clock, peril, kept, directory.equals(Desk.FIRST)));
        }
        keeper = born();
    }

    List<String> told() {
        return peril.told();
    }

    /** Which invariant does not hold; empty when all do. */
    Optional<String> run() {
        for (Move move : history.moves()) {
            peril.plan(move.mishaps());
            peril.tell(move.toString());
            happen(move);
            pass(Duration.ofSeconds(1));
            if (peril.violation().isPresent()) {
                return peril.violation();
            }
        }
        theGoodEnd();
        return peril.violation();
    }

    private void happen(Move move) {
        Random random = new Random(move.seed());
        HostName name = NAMES.get(random.nextInt(NAMES.size()));
        SimulatedAuthority first = authorities.get(Desk.FIRST);
        switch (move.what()) {
            case MINUTES -> pass(Duration.ofMinutes(1 + random.nextInt(60)));
            case HOURS -> pass(Duration.ofHours(1 + random.nextInt(24)));
            case DAYS -> pass(Duration.ofDays(1 + random.nextInt(7)));
            case WEEKS -> pass(Duration.ofDays(10 + random.nextInt(60)));
            case RENEW -> renew(name);
            case WANT -> wanted.add(name);
            case UNWANT -> wanted.remove(name);
            case AUTHORITY_AWAY -> first.awayUntil = clock.elapsed().plusMinutes(random.nextInt(3_000));
            case UNREACHABLE -> authorities.values().forEach(a -> a.unreachable.add(name));
            case REACHABLE -> authorities.values().forEach(a -> a.unreachable.remove(name));
            case PROXY_DOWN -> proxy.down = true;
            case PROXY_UP -> proxy.down = false;
            case PROXY_HIDES -> hides = true;
            case PROXY_SHOWS -> shows();
            case PROXY_FULL -> proxy.full = true;
            case PROXY_FREE -> proxy.full = false;
            case DISK_FULL -> kept.full = true;
            case DISK_FREE -> kept.full = false;
            case SHORTER_LIVES ->
                authorities.values().forEach(a -> a.lifetime = Duration.ofHours(160 * (1 + random.nextInt(8))));
            case CLOCK -> {
                first.isTimeRight = false;
                clock.jump(Duration.ofHours(random.nextInt(400) - 200));
            }
            case KILL -> next();
        }
    }

    private void renew(HostName name) {
        authorities.get(Desk.FIRST).free.add(name);
        try {
            keeper.renew(name, true);
        } catch (FileFailure | Peril.Death e) {
            peril.tell("not renewed: " + e.getMessage());
        }
    }

    private void shows() {
        hides = false;
        proxy.hidden.clear();
    }

    /** Lets time go by with the keeper at work, without the steps in which nothing can happen. */
    private void pass(Duration duration) {
        Duration end = clock.elapsed().plus(duration);
        while (clock.elapsed().compareTo(end) < 0 && peril.violation().isEmpty()) {
            Duration pause = beat();
            Duration left = end.minus(clock.elapsed());
            clock.pass(pause.compareTo(left) < 0 ? pause : left);
        }
        beat();
    }

    private Duration beat() {
        if (hides) {
            kept.all().forEach(record -> hide(record));
        }
        Duration pause = Duration.ZERO;
        int before = -1;
        for (int turns = 0; turns < TURNS && before != peril.calls() && !peril.isDead(); turns++) {
            before = peril.calls();
            pause = keeper.turn();
        }
        if (peril.isDead()) {
            next();
            return Duration.ofSeconds(1);
        }
        judge();
        if (pause.compareTo(Duration.ofSeconds(5)) < 0) {
            return pause;
        }
        Duration planned = Duration.between(clock.now(), keeper.plan().lookAgainAt());
        Duration most = pause.compareTo(IDLE) < 0 ? TROUBLE : LONGEST;
        Duration next = planned.compareTo(most) < 0 ? planned : most;
        return next.compareTo(pause) > 0 ? next : pause;
    }

    /** What was not shown yet is not. */
    private void hide(NameRecord record) {
        record.certificate().filter(c -> !record.proven()).ifPresent(c -> proxy.hidden.add(c.fingerprint()));
    }

    private void next() {
        // What no disk had room for is gone with the daemon that knew it, until it is downloaded or seen again.
        proven.values().removeIf(certificate -> !stored.contains(certificate.fingerprint()));
        boolean alive = false;
        while (!alive) {
            peril.revive();
            peril.tell("the next daemon");
            try {
                keeper = born();
                alive = true;
            } catch (Peril.Death e) {
                peril.tell("dies, too");
            }
        }
    }

    private CertificateKeeper born() {
        CertificateStore store = fault.store(new PerilousStore(kept, peril));
        return new CertificateKeeper(
                new KeeperParts(
                        store,
                        authorities::get,
                        Desk.ONE,
                        name -> Preparation.GOOD,
                        proxy,
                        fault.handshake(proxy),
                        () -> Set.copyOf(wanted),
                        names -> {},
                        clock,
                        chance,
                        443),
                new InPlace());
    }

    private Instant now() {
        return Desk.START.plus(clock.elapsed());
    }

    private void judge() {
        kept.all().stream()
                .filter(NameRecord::proven)
                .flatMap(record -> record.certificate().stream())
                .forEach(certificate -> stored.add(certificate.fingerprint()));
        for (NameRecord record : keeper.records()) {
            HostName name = record.name();
            record.certificate().ifPresent(c -> authorities.get(Desk.FIRST).delivered(name, c));
            Optional<Certificate> good = Optional.ofNullable(proven.get(name))
                    .filter(c -> wanted.contains(name)
                            && now().isBefore(c.notAfter())
                            && clock.now().isBefore(c.notAfter()));
            good.ifPresent(certificate -> judge(record, certificate));
            if (record.proven()) {
                record.certificate().ifPresent(c -> proven.put(name, c));
            }
        }
    }

    /** @param good that is valid, and was in force */
    private void judge(NameRecord record, Certificate good) {
        if (!(keeper.tls(record.name()) instanceof Tls.Enforced)
                && keeper.trouble().isEmpty()) {
            peril.violated("what was enforced stays enforced");
        }
        boolean replaced = !record.certificate().equals(Optional.of(good)) && !record.proven();
        if (replaced && !record.previous().equals(Optional.of(good))) {
            peril.violated("a certificate in force is kept until the next one is proven");
        }
        boolean isShown = proxy.served(record.name())
                .filter(leaf -> !proxy.hidden.contains(leaf))
                .isPresent();
        boolean isTrouble = proxy.full || !keeper.trouble().isEmpty();
        // For as long as one try takes it may be so, and then again a minute later.
        if (hiddenFor.merge(record.name(), 1, Integer::sum) > MOST_HIDDEN && !isShown && !isTrouble) {
            peril.violated("what the proxy does not show does not take the place of what it shows");
        }
        if (isShown || isTrouble) {
            hiddenFor.put(record.name(), 0);
        }
    }

    private void theGoodEnd() {
        peril.nothing();
        clock.jump(Duration.between(clock.now(), now()));
        authorities.values().forEach(a -> a.unreachable.clear());
        authorities.get(Desk.FIRST).awayUntil = Duration.ZERO;
        kept.full = false;
        proxy.full = false;
        proxy.down = false;
        shows();
        List<String> wrong = List.of("not looked");
        for (int days = 0; days < 10 && !wrong.isEmpty() && peril.violation().isEmpty(); days++) {
            pass(Duration.ofDays(1));
            wrong = wrong();
        }
        if (!wrong.isEmpty()) {
            peril.tell(wrong.toString());
            peril.violated("when faults stop, every name has a certificate that was seen");
        }
        int ordered = authorities.get(Desk.FIRST).ordered;
        pass(Duration.ofMinutes(10));
        if (authorities.get(Desk.FIRST).ordered - ordered > wanted.size()) {
            peril.violated("at rest nothing is ordered");
        }
    }

    private List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        for (HostName name : wanted) {
            Optional<NameRecord> record = kept.find(name);
            boolean right = record.filter(r -> r.proven()
                                    && r.isValidAt(now())
                                    && r.pending().isEmpty())
                            .isPresent()
                    && keeper.tls(name) instanceof Tls.Enforced
                    && proxy.served(name)
                            .equals(record.flatMap(NameRecord::certificate).map(Certificate::fingerprint));
            if (!right) {
                wrong.add(name + " " + record + " " + keeper.trouble(name));
            }
        }
        return wrong;
    }
}
