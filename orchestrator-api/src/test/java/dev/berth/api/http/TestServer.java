package dev.berth.api.http;

import dev.berth.api.doctor.Check;
import dev.berth.api.doctor.Doctor;
import dev.berth.api.doctor.Inspection;
import dev.berth.core.context.ContextStore;
import dev.berth.core.deploy.PlanExecutor;
import dev.berth.core.deploy.ProbingHealthGate;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.operate.Addresses;
import dev.berth.core.operate.Comparison;
import dev.berth.core.operate.Definitions;
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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A real server on a free port, over a store of its own and an engine in memory. */
final class TestServer implements AutoCloseable {
    static final long MAX_CONTEXT = 1 << 20;

    final InMemoryEngine engine = new InMemoryEngine();
    final Store store;
    final Fleet fleet;
    final ApiServer server;
    final String admin;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestServer(Path directory) {
        store = Store.open(directory, Clock.systemUTC());
        admin = token("test", AccessToken.Scope.ADMIN, Optional.empty());
        ContextStore contexts = ContextStore.open(directory.resolve("contexts"), MAX_CONTEXT);
        Timekeeper time = Timekeeper.system();
        Definitions definitions = new Definitions(store, contexts, Set.of());
        StillRoutes routes = new StillRoutes();
        World world = new World(
                store,
                engine,
                routes,
                new ProbingHealthGate(engine, time),
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
                new Comparison(engine, routes, false),
                new Addresses(80, 443, false),
                time);
        fleet.start();
        ApiParts parts = new ApiParts(
                operations,
                engine,
                store,
                contexts,
                () -> true,
                new Doctor(List.of(new Fine())),
                () -> "{}",
                Clock.systemUTC());
        server = ApiServer.start(new ApiSettings("127.0.0.1", 0, MAX_CONTEXT, 200), parts);
    }

    private record Fine() implements Inspection {
        @Override
        public String name() {
            return "engine";
        }

        @Override
        public Check look() {
            return Check.ok("engine", "answers");
        }
    }

    static TestServer start(Path directory) {
        return new TestServer(directory);
    }

    String token(String name, AccessToken.Scope scope, Optional<ProjectName> project) {
        return store.tokens().add(name, scope, project, Optional.empty());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** A request by an admin. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + admin);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
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
