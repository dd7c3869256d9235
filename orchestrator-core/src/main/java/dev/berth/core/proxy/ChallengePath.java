package dev.berth.core.proxy;

import dev.berth.core.engine.EngineException;
import dev.berth.core.time.Timekeeper;
import dev.berth.proxy.acme.ChallengeBoard;
import dev.berth.proxy.acme.ChallengeResponder;
import dev.berth.proxy.acme.ListenFailure;
import dev.berth.proxy.acme.ProxiedChallenges;
import dev.berth.proxy.certificate.Finding;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.traefik.ChallengeAccess;
import dev.berth.proxy.traefik.TraefikFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The way of an authority's question: through the proxy, over the gateway of the proxy's network, to the responder. Safe
 * for several threads.
 */
public final class ChallengePath implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(30);
    private static final int ANSWER_MILLIS = 1000;

    private final Supplier<Optional<String>> gateway;
    private final ProxiedChallenges proxied;
    private final ChallengeBoard board;
    private final ChallengeResponder responder;
    private final int httpPort;
    private final RandomGenerator random;
    private final Timekeeper time;
    private Optional<ChallengeAccess> seen = Optional.empty();

    /**
     * @param gateway of the network of the proxy that runs; empty while none does
     * @param httpPort of this machine, where the proxy takes plain HTTP
     */
    public ChallengePath(
            Supplier<Optional<String>> gateway,
            ProxiedChallenges proxied,
            ChallengeBoard board,
            int httpPort,
            RandomGenerator random,
            Timekeeper time) {
        this.gateway = gateway;
        this.proxied = proxied;
        this.board = board;
        this.responder = new ChallengeResponder(board, 0, 0);
        this.httpPort = httpPort;
        this.random = random;
        this.time = time;
    }

    /**
     * Lays it, unless it is there: listens, leads there, and waits until a question of our own comes back.
     *
     * @return what an authority may meet, too, where none does: it asks from elsewhere
     * @throws IssuanceFailure {@code HINDERED} where nobody's question could come to us
     */
    public Optional<Finding> lay() {
        return lay(false);
    }

    /**
     * The same, and asks a question of our own also where one came back before.
     *
     * @throws IssuanceFailure {@code HINDERED} with the place where it ends
     */
    public void tryOut() {
        lay(true).ifPresent(finding -> {
            throw failure(finding.toString(), null);
        });
    }

    private synchronized Optional<Finding> lay(boolean ask) {
        try {
            InetAddress address = InetAddress.getByName(gateway.get()
                    .orElseThrow(() -> failure(
                            "no proxy runs through which an authority could ask us; berth status proxy says why",
                            null)));
            ChallengeAccess access = responder.listen(address);
            boolean written = proxied.at(access);
            if (!ask && !written && seen.equals(Optional.of(access))) {
                return Optional.empty();
            }
            Optional<Finding> finding = awaitAnswer(access);
            seen = finding.isEmpty() ? Optional.of(access) : Optional.empty();
            return finding;
        } catch (EngineException | ListenFailure | TraefikFailure | IOException e) {
            throw failure("an authority's question could not be answered here: " + e.getMessage(), e);
        } catch (FileFailure e) {
            throw new IssuanceFailure(Kind.STORE, e.getMessage(), e);
        }
    }

    private Optional<Finding> awaitAnswer(ChallengeAccess access) {
        String token = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX)
                + Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
        Duration end = time.elapsed().plus(PATIENCE);
        board.show(token, token);
        try {
            String heard = ask(token);
            while (!heard.equals(token)) {
                if (time.elapsed().compareTo(end) > 0) {
                    return Optional.of(new Finding(
                            "a question of our own to port " + httpPort
                                    + " of this machine did not come back by way of the proxy and " + access.host()
                                    + ":"
                                    + access.httpPort() + " (" + heard + ")",
                            "look whether a firewall keeps containers from this machine"));
                }
                time.sleep(PAUSE);
                heard = ask(token);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IssuanceFailure(Kind.INTERRUPTED, "interrupted while a challenge's way was tried", e);
        } finally {
            board.hide(token);
        }
    }

    /** What came back, or why nothing did. */
    private String ask(String token) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + httpPort + "/.well-known/acme-challenge/" + token);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            connection.setInstanceFollowRedirects(false);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readNBytes(2 * token.length()), StandardCharsets.US_ASCII);
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        }
    }

    private static IssuanceFailure failure(String what, Throwable cause) {
        return new IssuanceFailure(Kind.HINDERED, what, cause);
    }

    @Override
    public void close() {
        responder.close();
    }
}
