package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.CertificateStore;
import dev.berth.proxy.certificate.CertificateStore.DnsRecord;
import dev.berth.proxy.certificate.Clockwork;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers dns-01 (RFC 8555 section 8.4): writes the record where {@code _acme-challenge} leads, and waits until those
 * show it who will be asked. Each is noted in the store before it is written, so that it is taken away also after a crash.
 * A record that could not be taken away is tried again with the next answer, and at the next start.
 */
final class DnsAnswer implements ChallengeAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(DnsAnswer.class);
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final DnsZone zone;
    private final DnsLookup lookup;
    private final CertificateStore store;
    private final Clockwork clock;
    private final Duration patience;
    /** Of this run; digests are never the same twice. */
    private final Set<DnsRecord> leftOver = ConcurrentHashMap.newKeySet();

    DnsAnswer(DnsAccess access, CertificateStore store, Clockwork clock, Deadlines deadlines) {
        this.zone = access.zone();
        this.lookup = new DnsLookup(access.resolver(), access.servers());
        this.store = store;
        this.clock = clock;
        this.patience = deadlines.propagation();
    }

    @Override
    public Runnable show(HostName name, TokenChallenge challenge) throws InterruptedException {
        return show(name.base(), ((Dns01Challenge) challenge).getDigest());
    }

    /** @param domain without a wildcard */
    Runnable show(String domain, String digest) throws InterruptedException {
        leftOver.forEach(this::takeAway);
        String name = lookup.target("_acme-challenge." + domain);
        DnsRecord record = new DnsRecord(name, digest);
        Runnable hide = () -> takeAway(record);
        AcmeAccount.stored(() -> {
            store.lay(record);
            return true;
        });
        try {
            zone.add(name, digest);
            awaitSeen(name, digest);
        } catch (RuntimeException | InterruptedException e) {
            hide.run();
            throw e;
        }
        return hide;
    }

    @Override
    public void tidy() {
        for (DnsRecord record : store.left()) {
            zone.remove(record.name(), record.text());
            store.cleared(record);
            LOG.info("took away the DNS record {}, which an earlier run left", record.name());
        }
    }

    private void takeAway(DnsRecord record) {
        boolean interrupted = Thread.interrupted();
        try {
            zone.remove(record.name(), record.text());
            store.cleared(record);
            leftOver.remove(record);
        } catch (IssuanceFailure | FileFailure e) {
            LOG.warn("the DNS record {} is taken away later: {}", record.name(), e.getMessage());
            leftOver.add(record);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitSeen(String name, String digest) throws InterruptedException {
        Duration end = clock.elapsed().plus(patience);
        Duration pause = FIRST;
        while (!lookup.shows(name, digest)) {
            if (clock.elapsed().compareTo(end) > 0) {
                throw new IssuanceFailure(
                        Kind.CHALLENGE,
                        "the record " + name + " was written, but " + lookup.asked(name) + " did not show it within "
                                + patience.toSeconds()
                                + " s; check that the zone that is written is the one that the world sees",
                        null);
            }
            clock.sleep(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        }
    }
}
