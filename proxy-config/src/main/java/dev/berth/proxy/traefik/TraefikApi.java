package dev.berth.proxy.traefik;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a running Traefik what it has taken up ({@code GET /api/http/routers} and {@code /api/http/services}, Traefik's
 * documentation, "API & Dashboard"). Blocking; an interrupt ends every wait.
 */
public final class TraefikApi {

    private static final Duration ONE_ANSWER = Duration.ofSeconds(2);
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
            return connection.status("/ping", ONE_ANSWER) == HttpURLConnection.HTTP_OK;
        } catch (TraefikFailure e) {
            return false;
        }
    }

    /** Every router that came from a file, by name. */
    public List<RouterStatus> routers() {
        return routers("");
    }

    /** Every service that came from a file, by name. */
    public List<ServiceStatus> services() {
        return services("");
    }

    /**
     * Waits until Traefik runs one application exactly as published: each router serving with its rule, middlewares
     * and service, each service with exactly its servers, and nothing else of the application left.
     *
     * @param timeout for all of it; a change usually takes 90 to 200 ms
     * @throws TraefikFailure {@code REFUSED} with Traefik's words when it disabled a router or service, {@code
     *     NOT_TAKEN_UP} when the time is over, {@code UNREACHABLE} or {@code DENIED} when that stayed so until then,
     *     {@code INTERRUPTED}
     */
    public void confirm(String owner, String application, PublishedApplication expected, Duration timeout) {
        await(new Confirmation(RouteTranslation.prefix(owner, application), expected.part()), timeout);
    }

    /** The same for everything of an owner. */
    public void confirm(PublishedOwner expected, Duration timeout) {
        await(new Confirmation(expected.owner() + "_", expected.configuration()), timeout);
    }

    private void await(Confirmation confirmation, Duration timeout) {
        long start = System.nanoTime();
        long refusedSince = -1;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Optional<TraefikFailure> missing = missing(confirmation, timeout.minusNanos(System.nanoTime() - start));
            if (missing.isEmpty()) {
                return;
            }
            long now = System.nanoTime();
            boolean refused = missing.get().kind() == TraefikFailure.Kind.REFUSED;
            refusedSince = refused && refusedSince < 0 ? now : refused ? refusedSince : -1;
            boolean forGood = refused && now - refusedSince > REFUSED_FOR_GOOD.toNanos();
            if (forGood || now - start > timeout.toNanos()) {
                throw missing.get();
            }
            sleep(pause);
            pause = min(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
        }
    }

    private Optional<TraefikFailure> missing(Confirmation confirmation, Duration left) {
        try {
            Duration timeout = min(left.isNegative() ? Duration.ZERO : left, ONE_ANSWER);
            return confirmation.missing(
                    routers(confirmation.prefix(), timeout), services(confirmation.prefix(), timeout));
        } catch (TraefikFailure e) {
            return Optional.of(e);
        }
    }

    private List<RouterStatus> routers(String prefix) {
        return routers(prefix, ONE_ANSWER);
    }

    private List<RouterStatus> routers(String prefix, Duration timeout) {
        List<RouterStatus> routers = new ArrayList<>();
        for (JsonNode router : connection.list("/api/http/routers", prefix, timeout)) {
            String name = router.path("name").asText();
            if (name.endsWith("@file") && name.startsWith(prefix)) {
                routers.add(new RouterStatus(
                        local(name),
                        router.path("rule").asText(),
                        router.path("priority").asInt(),
                        texts(router.path("entryPoints")),
                        texts(router.path("middlewares")),
                        local(router.path("service").asText()),
                        router.path("status").asText(),
                        texts(router.path("error"))));
            }
        }
        return List.copyOf(routers);
    }

    private List<ServiceStatus> services(String prefix) {
        return services(prefix, ONE_ANSWER);
    }

    private List<ServiceStatus> services(String prefix, Duration timeout) {
        List<ServiceStatus> services = new ArrayList<>();
        for (JsonNode service : connection.list("/api/http/services", prefix, timeout)) {
            String name = service.path("name").asText();
            if (name.endsWith("@file") && name.startsWith(prefix)) {
                List<String> servers = new ArrayList<>();
                service.path("loadBalancer").path("servers").forEach(s -> servers.add(s.path("url").asText()));
                services.add(new ServiceStatus(
                        local(name),
                        servers.stream().sorted().toList(),
                        service.path("status").asText(),
                        texts(service.path("error"))));
            }
        }
        return List.copyOf(services);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(local(item.asText())));
        return List.copyOf(texts);
    }

    private static String local(String name) {
        return name.endsWith("@file") ? name.substring(0, name.length() - "@file".length()) : name;
    }

    private static Duration min(Duration one, Duration other) {
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
