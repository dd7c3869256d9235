package dev.berth.api.http;

import dev.berth.api.view.LogLineView;
import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.LogQuery;
import dev.berth.core.operate.Operations;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.Masking;
import dev.berth.core.release.InstanceName;
import dev.berth.core.store.EndedLog;
import dev.berth.core.store.EndedLogs;
import dev.berth.core.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What an application's instances print. */
final class LogResource implements Resource {
    private static final int USUAL_TAIL = 1000;
    private static final int MERGED = 10_000;
    private static final long ROOM = 4 << 20;

    private final Operations operations;
    private final Engine engine;
    private final Store store;
    private final EndedLogs endedLogs;
    private final EventStreams streams;
    private final Moments moments;

    LogResource(ApiParts parts, EventStreams streams) {
        this.operations = parts.operations();
        this.engine = parts.engine();
        this.store = parts.store();
        this.endedLogs = store.endedLogs();
        this.moments = new Moments(parts.clock());
        this.streams = streams;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get(
                        ApiRoute.PREFIX + "/projects/{p}/applications/{a}/logs",
                        "What it prints, as lines; by Accept as server-sent events, or as JSON lines",
                        this::logs)
                .query("follow", "true: also what is to come")
                .query("tail", "so many of the last lines of each instance, or all (1000)")
                .query("since", "only lines from then on: a time (RFC 3339) or a span such as 10m")
                .query("deployment", "what the instances printed that this deployment ended")
                .gives("text/plain")
                .gives("application/x-ndjson")
                .streams(LogLineView.class));
    }

    private void logs(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        ApplicationName application = exchange.application();
        boolean known = operations
                .project(project)
                .map(p -> p.applications().stream().anyMatch(a -> a.name().equals(application)))
                .orElse(false);
        if (!known) {
            throw ApiException.unknown("application " + project + "/" + application);
        }
        LogQuery query = new LogQuery(
                exchange.flag("follow"), tail(exchange), exchange.query("since").map(moments::before));
        Optional<String> deployment = exchange.query("deployment");
        if (deployment.isPresent()) {
            ended(exchange, project, of(project, application, exchange.number("deployment", 0, Integer.MAX_VALUE)));
            return;
        }
        List<InstanceName> instances = instances(project, application);
        if (query.follow()) {
            follow(exchange, project, application, query, instances);
            return;
        }
        if (instances.isEmpty()) {
            ended(
                    exchange,
                    project,
                    endedLogs.of(project, application).stream().limit(1).toList());
            return;
        }
        streams.enter(exchange);
        try {
            print(exchange, project, instances, query);
        } finally {
            streams.leave(exchange);
        }
    }

    private Masking masking(ProjectName project) {
        return new Masking(store.secrets().everyValue(project));
    }

    private void print(Exchange exchange, ProjectName project, List<InstanceName> instances, LogQuery query)
            throws IOException {
        LogWriter writer = new LogWriter(exchange, instances.size() > 1, masking(project));
        boolean merged = instances.size() > 1 && query.tail() <= MERGED;
        MergedLog lines = new MergedLog(ROOM / instances.size());
        for (InstanceName instance : instances) {
            String name = instance.toString();
            try {
                engine.logs(instance, query, merged ? line -> lines.add(name, line) : line -> writer.write(name, line));
            } catch (EngineException e) {
                if (!writer.isOnItsWay()) {
                    throw e;
                }
                writer.write(name, new LogLine(Instant.EPOCH, LogLine.Stream.ERR, e.getMessage()));
            }
        }
        lines.lines().forEach(line -> writer.write(line.instance(), line.line()));
        writer.finish();
    }

    private void ended(Exchange exchange, ProjectName project, List<EndedLog> logs) throws IOException {
        LogWriter writer = new LogWriter(exchange, logs.size() > 1, masking(project));
        logs.forEach(log -> log.lines().forEach(line -> writer.write(log.instance(), line)));
        writer.finish();
    }

    private List<EndedLog> of(ProjectName project, ApplicationName application, long deployment) {
        return endedLogs.of(project, application).stream()
                .filter(log -> log.deployment().isPresent() && log.deployment().getAsLong() == deployment)
                .toList();
    }

    private void follow(
            Exchange exchange,
            ProjectName project,
            ApplicationName application,
            LogQuery query,
            List<InstanceName> instances)
            throws IOException {
        Peer peer = streams.peer(exchange);
        LogWriter writer = new LogWriter(exchange, instances.size() > 1, masking(project));
        Supplier<List<InstanceName>> look = () -> {
            writer.maskedBy(masking(project));
            return instances(project, application);
        };
        streams.enter(exchange);
        try (LogFollower follower = new LogFollower(engine, query, look)) {
            follower.run(writer, () -> streams.isClosed() || peer.isGone());
        } finally {
            streams.leave(exchange);
        }
    }

    private List<InstanceName> instances(ProjectName project, ApplicationName application) {
        return engine.observe(project).instances().stream()
                .map(i -> i.name())
                .filter(name -> name.release().application().equals(application))
                .toList();
    }

    private static int tail(Exchange exchange) {
        boolean all = exchange.query("tail").map("all"::equals).orElse(false);
        return all ? Integer.MAX_VALUE : exchange.number("tail", USUAL_TAIL, 999_999_999);
    }
}
