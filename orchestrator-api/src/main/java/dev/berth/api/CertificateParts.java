package dev.berth.api;

import dev.berth.core.engine.Engine;
import dev.berth.core.operate.Certificates;
import dev.berth.core.operate.KeptCertificates;
import dev.berth.core.proxy.ChallengePath;
import dev.berth.core.proxy.SecureHosts;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.store.Store;
import dev.berth.core.time.Timekeeper;
import dev.berth.proxy.acme.AcmeAuthority;
import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.ProxiedChallenges;
import dev.berth.proxy.certificate.CertificateKeeper;
import dev.berth.proxy.certificate.CertificatePolicy;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.Clockwork;
import dev.berth.proxy.certificate.Finding;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.KeeperParts;
import dev.berth.proxy.certificate.Preparation;
import dev.berth.proxy.certificate.SealedCertificateStore;
import dev.berth.proxy.certificate.ServedCertificate;
import dev.berth.proxy.certificate.TraefikCertificates;
import dev.berth.proxy.preflight.Preflight;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.Tls;
import dev.berth.proxy.traefik.TraefikApi;
import dev.berth.proxy.traefik.TraefikDirectory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What https stands on, put together; for a daemon that has a proxy. */
final class CertificateParts implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(3);
    private static final Duration LEADING = Duration.ofSeconds(5);
    private static final Preflight.Ports OF_THE_PUBLIC = new Preflight.Ports(80, 443);

    private final SecureHosts hosts;
    private final SealedCertificateStore store;
    private final ChallengePath path;
    private final CertificateKeeper keeper;
    /** Empty until the lanes live: they look at everything when they begin. */
    private final AtomicReference<Optional<Fleet>> fleet = new AtomicReference<>(Optional.empty());

    CertificateParts(
            Settings settings,
            Store store,
            Engine engine,
            TraefikDirectory directory,
            Supplier<Optional<TraefikApi>> api,
            Timekeeper time) {
        SecureRandom random = new SecureRandom();
        Clockwork clock = clock(time);
        ProxiedChallenges proxied = new ProxiedChallenges(directory, api, LEADING);
        ChallengeBoard board = new ChallengeBoard(proxied);
        this.hosts = new SecureHosts(store);
        this.store = SealedCertificateStore.open(store.directory().file("certificates"), store.seal());
        this.path = new ChallengePath(engine::proxyGateway, proxied, board, settings.httpPort(), random, time);
        CertificatePolicy policy = settings.acme().policy(challenges(settings));
        Preflight.Ports ports =
                policy.publicly() ? OF_THE_PUBLIC : new Preflight.Ports(settings.httpPort(), settings.httpsPort());
        Preflight preflight = new Preflight(settings.dnsResolver().map(HostPort::socket), board, ports, random);
        Map<URI, AcmeAuthority> authorities = Authorities.of(settings, policy, this.store, board, clock);
        this.keeper = new CertificateKeeper(new KeeperParts(
                this.store,
                authorities::get,
                policy,
                name -> prepared(name, preflight, policy, authorities),
                new TraefikCertificates(directory),
                name -> ServedCertificate.look(
                                new InetSocketAddress("127.0.0.1", settings.httpsPort()), name, HANDSHAKE)
                        .fingerprint(),
                hosts,
                this::changed,
                clock,
                random,
                settings.httpsPort()));
    }

    /** Begins the work; the projects whose names change are told to look at their routes. */
    void start(Fleet lanes) {
        fleet.set(Optional.of(lanes));
        lanes.announcer().hear(keeper::wake);
        keeper.start();
    }

    Tls tls(HostName host) {
        return keeper.tls(host);
    }

    /** By the way that an authority's question takes; an {@code IssuanceFailure} says where it ends. */
    void askOurselves() {
        path.tryOut();
    }

    Certificates certificates() {
        return new KeptCertificates(keeper, store);
    }

    private void changed(Set<HostName> names) {
        fleet.get().ifPresent(lanes -> hosts.projects(names).forEach(lanes::look));
    }

    private Preparation prepared(
            HostName name, Preflight preflight, CertificatePolicy policy, Map<URI, AcmeAuthority> authorities) {
        List<Finding> findings = new ArrayList<>();
        Set<ChallengeKind> hindered = EnumSet.noneOf(ChallengeKind.class);
        if (!name.isWildcard()) {
            try {
                path.lay().ifPresent(findings::add);
            } catch (IssuanceFailure e) {
                if (e.kind() != IssuanceFailure.Kind.HINDERED) {
                    throw e;
                }
                findings.add(new Finding(e.getMessage(), "berth doctor tries this way"));
                hindered.addAll(Set.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01));
            }
        }
        findings.addAll(preflight.look(name, Authorities.identities(policy, authorities), policy.challenges()));
        return new Preparation(findings, hindered);
    }

    private static List<ChallengeKind> challenges(Settings settings) {
        // Who says how records are written means it: often nothing from outside reaches this machine.
        List<ChallengeKind> kinds = new ArrayList<>();
        settings.dnsProvider().ifPresent(provider -> kinds.add(ChallengeKind.DNS_01));
        kinds.addAll(List.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01));
        return kinds;
    }

    private static Clockwork clock(Timekeeper time) {
        return new Clockwork() {
            @Override
            public Instant now() {
                return time.now();
            }

            @Override
            public Duration elapsed() {
                return time.elapsed();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                time.sleep(duration);
            }
        };
    }

    @Override
    public void close() {
        keeper.close();
        path.close();
    }
}
