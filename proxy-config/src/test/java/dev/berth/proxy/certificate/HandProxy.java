package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that shows what was published last, unless a test says otherwise. */
final class HandProxy implements CertificatePublisher, Handshake {
    /** Every publication that was not refused: the fingerprints. */
    final List<List<String>> publications = new CopyOnWriteArrayList<>();

    final AtomicInteger handshakes = new AtomicInteger();
    volatile boolean full;
    volatile boolean down;
    /** Where a test can hold up a publication. */
    volatile Runnable beforePublish = () -> {};

    /** Leaves that it does not show. */
    final Set<String> hidden = ConcurrentHashMap.newKeySet();
    /** Leaves that cannot be published. */
    final Set<String> unfit = ConcurrentHashMap.newKeySet();

    private volatile List<Certificate> published = List.of();

    @Override
    public void publish(Collection<Certificate> certificates) {
        beforePublish.run();
        if (full) {
            throw MoodyCertificates.noSpace("/proxy/_certificates.yml");
        }
        if (certificates.stream().anyMatch(certificate -> unfit.contains(certificate.fingerprint()))) {
            throw new IllegalArgumentException("one is unfit");
        }
        List<Certificate> all = new ArrayList<>(certificates);
        publications.add(all.stream().map(Certificate::fingerprint).toList());
        published = List.copyOf(SameNames.longest(all));
    }

    @Override
    public Optional<String> fault(Certificate certificate) {
        return unfit.contains(certificate.fingerprint()) ? Optional.of("it is unfit") : Optional.empty();
    }

    @Override
    public List<Certificate> published() {
        return published;
    }

    @Override
    public String fingerprint(HostName name) {
        handshakes.incrementAndGet();
        InetSocketAddress at = new InetSocketAddress("127.0.0.1", 443);
        if (down) {
            throw HandshakeFailure.of(name.text(), at, new ConnectException("Connection refused"));
        }
        return served(name)
                .filter(leaf -> !hidden.contains(leaf))
                .orElseThrow(() -> HandshakeFailure.of(name.text(), at, new EOFException("no certificate")));
    }

    /** What it was given for a name. */
    Optional<String> served(HostName name) {
        return published.stream()
                .filter(certificate -> certificate.covers(name))
                .map(Certificate::fingerprint)
                .findFirst();
    }
}
