package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A proxy whose file may not be writable, and that may not answer, with a daemon that may die at every call. */
final class PerilousProxy implements CertificatePublisher, Handshake {
    private final Peril peril;
    /** Leaves that it does not show. */
    final Set<String> hidden = new HashSet<>();

    boolean full;
    boolean down;
    private List<Certificate> published = List.of();

    PerilousProxy(Peril peril) {
        this.peril = peril;
    }

    @Override
    public void publish(Collection<Certificate> certificates) {
        peril.call(
                "publish " + certificates,
                () -> {
                    if (full) {
                        throw MoodyCertificates.noSpace("/proxy/_certificates.yml");
                    }
                    published = List.copyOf(certificates);
                },
                () -> MoodyCertificates.noSpace("/proxy/_certificates.yml"));
    }

    @Override
    public List<Certificate> published() {
        return published;
    }

    @Override
    public String fingerprint(HostName name) {
        peril.call("handshake " + name, () -> {}, () -> unanswered(name));
        return served(name).filter(leaf -> !down && !hidden.contains(leaf)).orElseThrow(() -> unanswered(name));
    }

    /** What it was given for a name. */
    Optional<String> served(HostName name) {
        return published.stream()
                .filter(certificate -> certificate.covers(name))
                .map(Certificate::fingerprint)
                .findFirst();
    }

    private static HandshakeFailure unanswered(HostName name) {
        return HandshakeFailure.of(
                name.text(), new InetSocketAddress("127.0.0.1", 443), new SocketTimeoutException("no answer"));
    }
}
