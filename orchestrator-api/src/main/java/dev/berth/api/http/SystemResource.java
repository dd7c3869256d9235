package dev.berth.api.http;

import dev.berth.api.doctor.Check;
import dev.berth.api.view.CheckText;
import dev.berth.api.view.CheckView;
import dev.berth.api.view.ListView;
import dev.berth.api.view.ReadyView;
import dev.berth.api.view.RouteText;
import dev.berth.api.view.RouteView;
import dev.berth.core.engine.EngineException;
import dev.berth.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What is about the daemon as a whole: health, metrics, routes, the doctor, descriptions. */
final class SystemResource implements Resource {
    private final ApiParts parts;
    private final Supplier<Object> openApi;

    SystemResource(ApiParts parts, Supplier<Object> openApi) {
        this.parts = parts;
        this.openApi = openApi;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get("/healthz", "200 as long as the daemon serves at all", e -> e.answerText(200, "ok\n"))
                        .by(Access.OPEN)
                        .gives("text/plain"),
                ApiRoute.get("/readyz", "200 when engine and store answer and the first look is over", this::ready)
                        .by(Access.OPEN)
                        .gives(ReadyView.class)
                        .or(503, ReadyView.class),
                ApiRoute.get("/metrics", "Numbers for Prometheus", this::metrics)
                        .gives("text/plain"),
                ApiRoute.get("/openapi.json", "This description", this::describe)
                        .by(Access.OPEN)
                        .gives("application/json"),
                ApiRoute.get(ApiRoute.PREFIX + "/routes", "Where the proxy leads", this::proxied)
                        .givesList(RouteView.class),
                ApiRoute.get(ApiRoute.PREFIX + "/doctor", "Whether all that Berth needs is there", this::doctor)
                        .givesList(CheckView.class),
                ApiRoute.get(ApiRoute.PREFIX + "/schema", "JSON Schema of the project file", this::schema)
                        .by(Access.OPEN)
                        .gives("application/schema+json"));
    }

    private void ready(Exchange exchange) {
        List<String> missing = new ArrayList<>();
        try {
            parts.engine().info();
        } catch (EngineException e) {
            missing.add(e.getMessage());
        }
        try {
            parts.operations().deployments(Optional.empty(), Optional.empty(), 1);
        } catch (StoreException e) {
            missing.add(e.getMessage());
        }
        if (!parts.lookedAround().getAsBoolean()) {
            missing.add("the first look at the engine is not over");
        }
        boolean ready = missing.isEmpty();
        exchange.answer(
                ready ? 200 : 503,
                new ReadyView(ready, missing),
                style -> ready ? "ready\n" : String.join("\n", missing) + "\n");
    }

    private void metrics(Exchange exchange) {
        exchange.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        Caller caller = exchange.caller();
        exchange.context()
                .result(new Metrics(caller)
                        .render(
                                parts.operations().projects(),
                                parts.certificates().list(caller.project()),
                                parts.clock().instant()));
    }

    private void describe(Exchange exchange) {
        exchange.context()
                .contentType("application/json")
                .result(exchange.json().write(openApi.get()) + "\n");
    }

    private void proxied(Exchange exchange) {
        List<RouteView> routes = RouteView.of(parts.operations().projects().stream()
                .filter(p -> exchange.caller().sees(p.name()))
                .toList());
        exchange.answer(200, ListView.of(routes), style -> RouteText.list(routes, style));
    }

    private void doctor(Exchange exchange) {
        exchange.requireAllProjects();
        List<Check> checks = parts.doctor().examine();
        List<CheckView> views = checks.stream().map(SystemResource::view).toList();
        boolean bad = checks.stream().anyMatch(c -> c.verdict() == Check.Verdict.BAD);
        exchange.header("Berth-Exit", bad ? "1" : "0");
        exchange.answer(200, ListView.of(views), style -> CheckText.list(views, style));
    }

    private static CheckView view(Check check) {
        return new CheckView(
                check.name(),
                check.verdict() != Check.Verdict.BAD,
                check.verdict().name().toLowerCase(Locale.ROOT),
                check.what(),
                check.remedy());
    }

    private void schema(Exchange exchange) {
        exchange.context()
                .contentType("application/schema+json")
                .result(parts.schema().get().getBytes(StandardCharsets.UTF_8)); // the server would write Latin-1
    }
}
