package dev.berth.proxy.traefik;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks a running Traefik what it has taken up, at {@code /api/http/routers}, {@code …/middlewares} and
 * {@code …/services}, and below {@code /api/tcp} (Traefik's documentation, "API"). Blocking; an interrupt ends every wait.
 */
public final class TraefikApi {

    private static final Duration ONE_ANSWER = Duration.ofSeconds(2);
    /** Also at the very end of a wait: an answer that is cut short would hide the reason. */
    private static final Duration AT_LEAST = Duration.ofMillis(500);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    /** What Traefik refuses for so long is not the old configuration on its way out. */
    private static final Duration REFUSED_FOR_GOOD = Duration.ofMillis(1500);

    private final ApiConnection connection;

    /** The API at the given address of the {@code api} entry point, such as {@code http://172.18.0.2:8099}. */
    public TraefikApi(URI base, ApiAccess access) {
        this.connection = new ApiConnection(base, access);
    }

    /** Whether Traefik is up; false also when nothing answers within 2 s. */
    public boolean isUp() {
        try {
            return connection.status("/ping", ONE_ANSWER) == 200;
        } catch (TraefikFailure e) {
            return false;
        }
    }

    /** Every router that came from a file, by name. */
    public List<RouterStatus> routers() {
        return list("http/routers", "", ONE_ANSWER).stream()
                .map(RunningConfiguration::status)
                .toList();
    }

    /**
     * Waits until Traefik runs one application exactly as published: its routers, middlewares and services with their
     * servers as they should be and none refused, and nothing else of the application left.
     *
     * @param timeout for all of it, and up to half a second more for the last answer; a change usually takes 90 to
     *     200 ms
     * @throws TraefikFailure {@code REFUSED} with Traefik's words when it disabled a part, {@code NOT_TAKEN_UP} when
     *     the time is over, {@code UNREACHABLE} or {@code DENIED} when it stayed so until then, {@code INTERRUPTED}
     */
    public void confirm(String owner, String application, PublishedApplication expected, Duration timeout) {
        await(new Confirmation(RouteTranslation.prefix(owner, application), expected.part(), false), timeout);
    }

    /** The same for everything of an owner. */
    public void confirm(PublishedOwner expected, Duration timeout) {
        await(new Confirmation(expected.owner() + "_", expected.configuration(), false), timeout);
    }

    /** The same for where authorities are answered. */
    public void confirm(ChallengeAccess expected, Duration timeout) {
        await(new Confirmation(ChallengeAccess.NAME, expected.configuration(), true), timeout);
    }

    /** Waits until handshakes for this name are led there, whatever else is; others may change meanwhile. */
    public void confirm(ChallengeAccess access, HostName handshake, Duration timeout) {
        await(
                left -> access.missing(
                        handshake,
                        RunningConfiguration.NONE.withTcp(
                                list("tcp/routers", ChallengeAccess.NAME, left),
                                list("tcp/services", ChallengeAccess.NAME, left))),
                timeout);
    }

    private void await(Confirmation confirmation, Duration timeout) {
        await(left -> missing(confirmation, left), timeout);
    }

    private void await(Function<Duration, Optional<TraefikFailure>> look, Duration timeout) {
        long start = System.nanoTime();
        long acceptable = start;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            Optional<TraefikFailure> missing = look(look, left);
            if (missing.isEmpty()) {
                return;
            }
            long now = System.nanoTime();
            if (missing.get().kind() != TraefikFailure.Kind.REFUSED) {
                acceptable = now;
            }
            if (now - start > timeout.toNanos() || now - acceptable > REFUSED_FOR_GOOD.toNanos()) {
                throw missing.get();
            }
            sleep(pause);
            pause = shorter(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
        }
    }

    private static Optional<TraefikFailure> look(Function<Duration, Optional<TraefikFailure>> look, Duration left) {
        try {
            return look.apply(left.compareTo(AT_LEAST) < 0 ? AT_LEAST : shorter(left, ONE_ANSWER));
        } catch (TraefikFailure e) {
            return Optional.of(e);
        }
    }

    private Optional<TraefikFailure> missing(Confirmation confirmation, Duration timeout) {
        String prefix = confirmation.prefix();
        RunningConfiguration running = RunningConfiguration.of(
                list("http/routers", prefix, timeout),
                list("http/middlewares", prefix, timeout),
                list("http/services", prefix, timeout));
        return confirmation.missing(
                confirmation.overTcp()
                        ? running.withTcp(list("tcp/routers", prefix, timeout), list("tcp/services", prefix, timeout))
                        : running);
    }

    private List<JsonNode> list(String section, String prefix, Duration timeout) {
        return connection.list("/api/" + section, prefix, timeout).stream()
                .filter(item -> RunningConfiguration.isBelow(prefix, item))
                .toList();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TraefikFailure(
                    TraefikFailure.Kind.INTERRUPTED, "interrupted while waiting for Traefik to take up a change", e);
        }
    }
}
