package dev.berth.api.http;

import dev.berth.api.doctor.Check;
import dev.berth.api.doctor.Doctor;
import dev.berth.api.doctor.Inspection;
import dev.berth.core.context.ContextStore;
import dev.berth.core.definition.HostRules;
import dev.berth.core.deploy.PlanExecutor;
import dev.berth.core.deploy.ProbingHealthGate;
import dev.berth.core.engine.Engine;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.operate.Addresses;
import dev.berth.core.operate.CertificateOrders;
import dev.berth.core.operate.Comparison;
import dev.berth.core.operate.Definitions;
import dev.berth.core.operate.MemoryCertificates;
import dev.berth.core.operate.Operations;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.World;
import dev.berth.core.store.AccessToken;
import dev.berth.core.store.Store;
import dev.berth.core.time.Timekeeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A real server on a free port, over a store of its own and an engine in memory. Each answer that is asked for here is
 * held against {@code /openapi.json}.
 */
public final class TestServer implements AutoCloseable {
    static final long MAX_CONTEXT = 1 << 20;
    static final long HEART_BEAT = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final HandClock clock = new HandClock();
    final InMemoryEngine engine = new InMemoryEngine(Timekeeper.system(), new Faults());
    final Outage outage = new Outage(engine);
    final Store store;
    final MemoryCertificates certificates = new MemoryCertificates();
    final Fleet fleet;
    final ApiServer server;
    final String admin;
    final ApiParts parts;
    volatile Supplier<String> schema = () -> "{\"title\": \"project\"}\n";
    volatile boolean lookedAround = true;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Promises promises;

    private TestServer(Path directory) {
        store = Store.open(directory, clock);
        admin = token("test", AccessToken.Scope.ADMIN, Optional.empty());
        ContextStore contexts = ContextStore.open(directory.resolve("contexts"), MAX_CONTEXT);
        Timekeeper time = Timekeeper.system();
        Definitions definitions = new Definitions(store, contexts, HostRules.NONE);
        StillRoutes routes = new StillRoutes();
        Engine mayBeAway = outage.engine();
        World world = new World(
                store,
                mayBeAway,
                routes,
                new ProbingHealthGate(mayBeAway, time, 1),
                new PlanExecutor(time, 2),
                definitions,
                time,
                new Random(1),
                false);
        fleet = new Fleet(world, Map.of(), Duration.ofSeconds(30));
        Operations operations = new Operations(
                store,
                fleet,
                definitions,
                new Comparison(mayBeAway, routes, false),
                new Addresses(80, 443, certificates::isServed),
                time);
        fleet.start();
        parts = new ApiParts(
                operations,
                mayBeAway,
                store,
                contexts,
                () -> lookedAround,
                new CertificateOrders(certificates, operations, store),
                new Doctor(List.of(new Named("engine", Check.ok("engine", "answers")), new Named("disk", FULL))),
                () -> schema.get(),
                clock);
        server = ApiServer.start(new ApiSettings("127.0.0.1", 0, MAX_CONTEXT, HEART_BEAT), parts);
        promises =
                new Promises(ask(HttpRequest.newBuilder(uri("/openapi.json"))).body());
    }

    private static final Check FULL = Check.bad("disk", "is full", "make room");

    private record Named(String name, Check check) implements Inspection {
        @Override
        public Check look() {
            return check;
        }
    }

    public static TestServer start(Path directory) {
        return new TestServer(directory);
    }

    String token(String name, AccessToken.Scope scope, Optional<ProjectName> project) {
        return store.tokens().add(name, scope, project, Optional.empty());
    }

    /** One that ends. */
    String token(String name, Instant end) {
        return store.tokens().add(name, AccessToken.Scope.ADMIN, Optional.empty(), Optional.of(end));
    }

    public InMemoryEngine engine() {
        return engine;
    }

    public MemoryCertificates certificates() {
        return certificates;
    }

    public String adminToken() {
        return admin;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** A request by an admin. */
    HttpRequest.Builder request(String path) {
        return request(path, admin);
    }

    HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> answer = ask(request);
        promises.check(answer.request(), answer);
        return answer;
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** The answer to an admin's request, as {@link AnswerText} writes it. @param headers name, value, name, value … */
    String say(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        return AnswerText.of(send(headers.length == 0 ? request : request.headers(headers)));
    }

    String say(String method, String path) {
        return say(method, path, "");
    }

    /** Applies a definition and waits for the end of its deployment; returns its number. */
    long deploy(String project, String definition) {
        HttpResponse<String> answer =
                send(request("/api/v1/projects/" + project).PUT(HttpRequest.BodyPublishers.ofString(definition)));
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return ended(answer);
    }

    /** Waits until the deployment that an order began is over; returns its number. */
    long ended(HttpResponse<String> order) {
        String number = order.headers().firstValue("Berth-Deployment").orElseThrow();
        get("/api/v1/deployments/" + number + "/events");
        return Long.parseLong(number);
    }

    /** Waits until a project was looked at and nothing of it is about to change. */
    public void settled(String project) {
        until(() -> {
            String body = get("/api/v1/projects/" + project).body();
            return body.contains("\"deployment\":null")
                    && Stream.of("pending", "starting", "not looked at").noneMatch(body::contains);
        });
    }

    /** Waits for what comes about by itself. */
    void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come about");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        server.close();
        fleet.close();
        store.close();
    }
}
