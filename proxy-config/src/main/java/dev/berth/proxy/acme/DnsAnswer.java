package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Clockwork;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers dns-01 (RFC 8555 section 8.4): writes the record where {@code _acme-challenge} leads, and waits until those
 * show it who will be asked. A record that could not be taken away is tried again with the next answer.
 */
final class DnsAnswer {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final DnsZone zone;
    private final DnsLookup lookup;
    private final Clockwork clock;
    private final Duration patience;
    /** Digests are never the same twice. */
    private final Map<String, String> leftOver = new ConcurrentHashMap<>();

    DnsAnswer(DnsAccess access, Clockwork clock, Deadlines deadlines) {
        this.zone = access.zone();
        this.lookup = new DnsLookup(access.resolver(), access.servers());
        this.clock = clock;
        this.patience = deadlines.propagation();
    }

    /** @param domain without a wildcard */
    Runnable show(String domain, String digest) throws InterruptedException {
        leftOver.forEach((text, name) -> takeAway(name, text));
        String name = lookup.target("_acme-challenge." + domain);
        Runnable hide = () -> takeAway(name, digest);
        try {
            zone.add(name, digest);
            awaitSeen(name, digest);
        } catch (RuntimeException | InterruptedException e) {
            hide.run();
            throw e;
        }
        return hide;
    }

    private void takeAway(String name, String digest) {
        boolean interrupted = Thread.interrupted();
        try {
            zone.remove(name, digest);
            leftOver.remove(digest);
        } catch (IssuanceFailure e) {
            leftOver.put(digest, name);
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
