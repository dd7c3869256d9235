package dev.berth.api.http;

import dev.berth.api.view.DeploymentText;
import dev.berth.api.view.DeploymentView;
import dev.berth.api.view.EventText;
import dev.berth.api.view.EventView;
import dev.berth.api.view.ListView;
import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.operate.KeptRelease;
import dev.berth.core.operate.Operations;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Deployments;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deployments: list, look, follow, cancel. */
final class DeploymentResource implements Resource {
    private static final String ALL = ApiRoute.PREFIX + "/deployments";
    private static final String ONE = ALL + "/{id}";
    private static final int MOST = 1000;

    private static final int AT_ONCE = 500;

    private final Operations operations;
    private final Deployments deployments;
    private final EventStreams streams;
    private final Clock clock;

    DeploymentResource(ApiParts parts, EventStreams streams) {
        this.operations = parts.operations();
        this.deployments = parts.store().deployments();
        this.streams = streams;
        this.clock = parts.clock();
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(ALL, "Deployments, newest first", this::list)
                        .query("project", "only of this project")
                        .query("application", "only of this application of it")
                        .query("limit", "at most so many (50)")
                        .givesList(DeploymentView.class),
                ApiRoute.get(ONE, "One deployment with its steps", this::look).gives(DeploymentView.class),
                ApiRoute.delete(ONE, "Ends a deployment that is not over", this::cancel)
                        .gives(DeploymentView.class),
                ApiRoute.get(ONE + "/events", "Its events, past and to come (server-sent events)", this::follow)
                        .query("format", "text: STAGE, KIND, TEXT and MILLIS in columns parted by tabs")
                        .streams(EventView.class)
                        .or(204));
    }

    private void list(Exchange exchange) {
        Optional<ProjectName> asked = exchange.query("project").map(DeploymentResource::project);
        Optional<ApplicationName> application = exchange.query("application").map(DeploymentResource::application);
        if (asked.map(p -> !exchange.caller().sees(p)).orElse(false)) {
            throw ApiException.unknown("project " + asked.get());
        }
        List<Deployment> found = operations.deployments(
                asked.or(exchange.caller()::project), application, exchange.number("limit", 50, MOST));
        List<KeptRelease> kept = asked.map(
                        p -> application.map(a -> operations.releases(p, a)).orElseGet(() -> operations.releases(p)))
                .orElse(List.of());
        exchange.answer(
                200,
                ListView.of(
                        found.stream().map(d -> DeploymentView.listed(d, kept)).toList()),
                style -> new DeploymentText(style, clock.instant())
                        .list(found, whom(asked, application), application.isPresent() ? kept : List.of()));
    }

    private static String whom(Optional<ProjectName> project, Optional<ApplicationName> application) {
        return project.map(p -> p + application.map(a -> "/" + a).orElse("")).orElse("any project");
    }

    private void look(Exchange exchange) {
        Deployment deployment = require(exchange);
        List<DeploymentEvent> events = withoutOutput(deployment.id());
        exchange.answer(200, DeploymentView.of(deployment, events), style -> new DeploymentText(style, clock.instant())
                .one(deployment, events));
    }

    /** What tells its steps; what they print may be long and is read from the stream of events. */
    private List<DeploymentEvent> withoutOutput(long deployment) {
        List<DeploymentEvent> found = new ArrayList<>();
        List<DeploymentEvent> next = deployments.events(deployment, 0, AT_ONCE);
        while (!next.isEmpty()) {
            next.stream()
                    .filter(e -> !(e.happening() instanceof DeploymentEvent.Progress))
                    .forEach(found::add);
            next = deployments.events(deployment, next.get(next.size() - 1).number(), AT_ONCE);
        }
        return found;
    }

    private void cancel(Exchange exchange) {
        Deployment deployment = require(exchange);
        exchange.caller().require(Access.DEPLOY.in(deployment.project().text()));
        if (!operations.cancel(deployment.id())) {
            throw ApiException.of(
                    409,
                    "It is over",
                    "deployment " + deployment.id() + " has ended: "
                            + deployment.status().text(),
                    "there is nothing to cancel");
        }
        Deployment now = require(exchange);
        exchange.answer(
                202, DeploymentView.of(now, List.of()), style -> "deployment " + now.id() + " is being ended\n");
    }

    private void follow(Exchange exchange) throws IOException {
        Deployment deployment = require(exchange);
        boolean text = exchange.query("format").map("text"::equals).orElse(false);
        long after = EventStream.lastId(exchange);
        if (deployment.status().isFinal()
                && deployments.events(deployment.id(), after, 1).isEmpty()) {
            exchange.context().status(204); // tells a browser not to come again
            return;
        }
        try (EventStream stream = streams.open(exchange, EventStream.EVENTS)) {
            stream.run(sink -> operations.follow(
                    deployment.id(),
                    after,
                    event -> sink.accept(message(exchange, EventView.of(event, deployment.createdAt()), text))));
        }
    }

    private static EventStream.Message message(Exchange exchange, EventView view, boolean text) {
        List<String> data =
                text ? EventText.columns(view) : List.of(exchange.json().write(view));
        return new EventStream.Message(view.number(), view.kind(), data, view.endsDeployment());
    }

    private Deployment require(Exchange exchange) {
        long id = exchange.id();
        return operations
                .deployment(id)
                .filter(d -> exchange.caller().sees(d.project()))
                .orElseThrow(() -> ApiException.unknown("deployment " + id, "berth deployments PROJECT"));
    }

    private static ProjectName project(String text) {
        try {
            return text.equals(ProjectName.PROXY.text()) ? ProjectName.PROXY : ProjectName.of(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.unknown("project " + text);
        }
    }

    private static ApplicationName application(String text) {
        try {
            return ApplicationName.of(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.unknown("application " + text);
        }
    }
}
