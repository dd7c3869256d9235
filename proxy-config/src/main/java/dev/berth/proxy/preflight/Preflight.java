package dev.berth.proxy.preflight;

import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.Finding;
import dev.berth.proxy.preflight.NameFacts.Addresses;
import dev.berth.proxy.preflight.NameFacts.CaaAnswer;
import dev.berth.proxy.preflight.NameFacts.Outcome;
import dev.berth.proxy.preflight.NameFacts.Probe;
import dev.berth.proxy.route.HostName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Looks at a name as an authority will, before one is asked: do name servers know it, does a question of our own come
 * back from each of its addresses, may the authority issue for it. Of an address only the second. Blocking, at most 3 s; safe for several threads.
 */
public final class Preflight {
    private static final int NAMES_MILLIS = 1600;
    private static final int PROBES_MILLIS = 1200;
    private static final int MOST_PROBES = 8;
    private static final String NO_ANSWER = "no answer within " + PROBES_MILLIS + " ms";
    private static final String LATE = "no answer within " + NAMES_MILLIS + " ms";

    /** Where an authority asks by HTTP and by TLS; 80 and 443 for all of the public. */
    public record Ports(int http, int https) {}

    private final NameServers names;
    private final TokenBoard board;
    private final Ports ports;
    private final RandomGenerator random;
    private final Function<InetAddress, Reach> reach;

    /**
     * @param resolver whom to ask for names; empty for those of the system
     * @param board shown where questions arrive that come in through the proxy
     * @param ports where an authority asks
     * @param random hard to guess
     */
    public Preflight(Optional<InetSocketAddress> resolver, TokenBoard board, Ports ports, RandomGenerator random) {
        this(resolver, board, ports, random, Reach::of);
    }

    Preflight(
            Optional<InetSocketAddress> resolver,
            TokenBoard board,
            Ports ports,
            RandomGenerator random,
            Function<InetAddress, Reach> reach) {
        this.names = NameServers.of(resolver);
        this.board = board;
        this.ports = ports;
        this.random = random;
        this.reach = reach;
    }

    /**
     * Looks at one name.
     *
     * @param identities by which CAA records know the authority, such as {@code letsencrypt.org} (RFC 8555 section
     *     7.1.1, {@code caaIdentities}); none: CAA is not looked at
     * @param challenges those that may be tried; without http-01 and tls-alpn-01 the addresses are not asked
     * @return what may keep the authority from issuing; nothing when all is well, or when the thread is interrupted
     */
    public List<Finding> look(HostName name, Set<String> identities, List<ChallengeKind> challenges) {
        try {
            return PreflightJudgement.of(
                    name.isAddress() ? facts(name, challenges) : facts(name, !identities.isEmpty(), challenges),
                    identities,
                    challenges,
                    reach);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Of an address name servers know nothing that counts: only whether it leads here. */
    private NameFacts facts(HostName address, List<ChallengeKind> challenges) throws InterruptedException {
        List<InetAddress> reached = address.address().stream().toList();
        return new NameFacts(address, List.of(), probes(address, reached, challenges), List.of());
    }

    private NameFacts facts(HostName name, boolean caaCounts, List<ChallengeKind> challenges)
            throws InterruptedException {
        boolean byAddress = !name.isWildcard()
                && (challenges.contains(ChallengeKind.HTTP_01) || challenges.contains(ChallengeKind.TLS_ALPN_01));
        List<CompletableFuture<Addresses>> addresses = new ArrayList<>();
        for (String type : byAddress ? List.of("A", "AAAA") : List.<String>of()) {
            Addresses late = new Addresses(type, Outcome.FAILED, List.of(), LATE);
            addresses.add(inTime(names.addresses(name.base(), type), late, NAMES_MILLIS));
        }
        List<CompletableFuture<CaaAnswer>> caa = new ArrayList<>();
        for (String at : caaCounts ? upwards(name.base()) : List.<String>of()) {
            CaaAnswer late = new CaaAnswer(at, Outcome.FAILED, List.of(), LATE);
            caa.add(inTime(names.caa(at), late, NAMES_MILLIS));
        }
        List<Addresses> found = all(addresses);
        List<CaaAnswer> answers = all(caa);
        List<InetAddress> reached = found.stream()
                .flatMap(answer -> answer.found().stream())
                .limit(MOST_PROBES)
                .toList();
        return new NameFacts(name, found, probes(name, reached, challenges), answers);
    }

    private List<Probe> probes(HostName name, List<InetAddress> addresses, List<ChallengeKind> challenges)
            throws InterruptedException {
        String token = token();
        String answer = token + "." + token();
        board.show(token, answer);
        try {
            List<CompletableFuture<Probe>> probes = new ArrayList<>();
            for (InetAddress address : addresses) {
                if (reach.apply(address) != Reach.NOWHERE) {
                    CompletableFuture<Probe> http = challenges.contains(ChallengeKind.HTTP_01)
                            ? asked(new HttpProbe(name, address, ports.http(), token, answer))
                            : CompletableFuture.completedFuture(new Probe(address, Optional.empty()));
                    CompletableFuture<Optional<String>> handshake = challenges.contains(ChallengeKind.TLS_ALPN_01)
                            ? asked(new PortProbe(address, ports.https()))
                            : CompletableFuture.completedFuture(Optional.empty());
                    probes.add(http.thenCombine(handshake, Probe::withHandshake));
                }
            }
            return all(probes);
        } finally {
            board.hide(token);
        }
    }

    private static CompletableFuture<Probe> asked(HttpProbe probe) {
        Probe late = new Probe(probe.address(), Optional.of(NO_ANSWER));
        return inTime(inThread(() -> probe.ask(PROBES_MILLIS)), late, PROBES_MILLIS + 100);
    }

    private static CompletableFuture<Optional<String>> asked(PortProbe probe) {
        return inTime(inThread(() -> probe.fault(PROBES_MILLIS)), Optional.of(NO_ANSWER), PROBES_MILLIS + 100);
    }

    /** The name and what is above it, below the root. */
    private static List<String> upwards(String name) {
        List<String> names = new ArrayList<>(List.of(name));
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            names.add(name.substring(dot + 1));
        }
        return names;
    }

    private String token() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static <T> CompletableFuture<T> inTime(CompletableFuture<T> answer, T late, int millis) {
        return answer.completeOnTimeout(late, millis, TimeUnit.MILLISECONDS);
    }

    private static <T> CompletableFuture<T> inThread(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(question.get()), "preflight");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private static <T> List<T> all(List<CompletableFuture<T>> answers) throws InterruptedException {
        List<T> all = new ArrayList<>();
        for (CompletableFuture<T> answer : answers) {
            try {
                all.add(answer.get(NAMES_MILLIS + PROBES_MILLIS, TimeUnit.MILLISECONDS));
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("every question ends with an answer or its deadline", e);
            }
        }
        return all;
    }
}
