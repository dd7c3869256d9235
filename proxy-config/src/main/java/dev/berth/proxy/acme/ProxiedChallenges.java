package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.traefik.ChallengeAccess;
import dev.berth.proxy.traefik.TraefikApi;
import dev.berth.proxy.traefik.TraefikDirectory;
import dev.berth.proxy.traefik.TraefikFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Has Traefik lead what authorities ask to the responder. Safe for several threads. */
public final class ProxiedChallenges implements ProofAccess {
    private final TraefikDirectory directory;
    private final Supplier<Optional<TraefikApi>> api;
    private final Duration patience;
    private Optional<ChallengeAccess> responder = Optional.empty();
    private final SortedSet<HostName> handshakes = new TreeSet<>();

    /**
     * @param api of the Traefik that runs at the moment; empty while none does
     * @param patience how long Traefik may take to lead a handshake elsewhere; it usually takes 0.1 to 0.2 s
     */
    public ProxiedChallenges(TraefikDirectory directory, Supplier<Optional<TraefikApi>> api, Duration patience) {
        this.directory = directory;
        this.api = api;
        this.patience = patience;
    }

    /**
     * Leads everything to where the responder listens from now on.
     *
     * @return whether anything was written
     * @throws FileFailure when the file system refuses
     * @throws TraefikFailure {@code FOREIGN} when somebody else's file stands in the way
     */
    public synchronized boolean at(ChallengeAccess access) {
        boolean written = directory.publish(access.withHandshakes(handshakes));
        responder = Optional.of(access);
        return written;
    }

    @Override
    public void lead(HostName name) {
        try {
            ChallengeAccess wanted = publish(names -> names.add(name))
                    .orElseThrow(() -> failure("nothing listens for the authority's question yet", null));
            api.get().orElseThrow(() -> failure("no proxy runs", null)).confirm(wanted, name, patience);
        } catch (TraefikFailure e) {
            if (e.kind() == TraefikFailure.Kind.INTERRUPTED) {
                throw new IssuanceFailure(IssuanceFailure.Kind.INTERRUPTED, e.getMessage(), e);
            }
            throw failure(e.getMessage(), e);
        } catch (FileFailure e) {
            throw failure(e.getMessage(), e);
        }
    }

    @Override
    public void release(HostName name) {
        try {
            publish(names -> names.remove(name));
        } catch (TraefikFailure | FileFailure e) {
            // The next change writes the same again, and a certificate must not be lost over it.
        }
    }

    private synchronized Optional<ChallengeAccess> publish(Consumer<SortedSet<HostName>> change) {
        change.accept(handshakes);
        Optional<ChallengeAccess> wanted = responder.map(access -> access.withHandshakes(handshakes));
        wanted.ifPresent(directory::publish);
        return wanted;
    }

    private static IssuanceFailure failure(String why, RuntimeException cause) {
        return new IssuanceFailure(
                IssuanceFailure.Kind.CHALLENGE,
                "the proxy does not lead the handshake of a tls-alpn-01 challenge to Berth: " + why,
                cause);
    }
}
