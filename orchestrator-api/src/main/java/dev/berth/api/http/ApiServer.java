package dev.berth.api.http;

import dev.berth.api.view.Json;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The REST API on its port. */
public final class ApiServer implements AutoCloseable {
    private static final int THREADS = EventStreams.MOST + 24;
    private static final int IDLE_THREADS = 4;
    private static final int IDLE_MILLIS = 30_000;
    private static final int LARGEST_HEAD = 32 * 1024;

    private final ApiSettings settings;
    private final Json json = new Json();
    private final ErrorResponses errors = new ErrorResponses(json);
    private final HostCheck hosts;
    private final TokenAuthentication authentication;
    private final EventStreams streams;
    private final ExecSocket exec;
    private final List<ApiRoute> routes;
    private final Javalin javalin;

    private ApiServer(ApiSettings settings, ApiParts parts) {
        this.settings = settings;
        this.hosts = new HostCheck(settings.address());
        this.authentication = new TokenAuthentication(parts.store().tokens(), new FailedLogins(parts.clock()));
        this.streams = new EventStreams(settings.heartBeatMillis());
        this.exec = new ExecSocket(parts.engine());
        this.routes = routes(settings, parts);
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Begins to serve.
     *
     * @throws ListenException when the address cannot be had
     */
    public static ApiServer start(ApiSettings settings, ApiParts parts) {
        ApiServer server = new ApiServer(settings, parts);
        try {
            server.javalin.start(settings.address(), settings.port());
        } catch (JavalinBindException e) {
            throw new ListenException(settings.address(), settings.port(), e);
        }
        return server;
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Ends the open streams, then all else. */
    @Override
    public void close() {
        streams.close();
        exec.close();
        javalin.stop();
    }

    List<ApiRoute> routes() {
        return routes;
    }

    private List<ApiRoute> routes(ApiSettings settings, ApiParts parts) {
        ApplyAnswers answers = new ApplyAnswers(parts.clock());
        List<Resource> resources = List.of(
                new SystemResource(parts, () -> new OpenApi(routes()).document()),
                new ProjectResource(parts, answers),
                new ApplicationResource(parts.operations(), answers, parts.clock()),
                new OrderResource(parts.operations(), answers),
                new DeploymentResource(parts.operations(), streams, parts.clock()),
                new EventResource(parts.operations(), streams),
                new LogResource(parts, streams),
                new ContextResource(parts.contexts(), parts.store(), settings.maxContext()),
                new SecretResource(parts.store()),
                new TokenResource(parts.store(), new Moments(parts.clock())),
                new AuditResource(parts.store().audit()),
                exec);
        List<ApiRoute> all = new ArrayList<>();
        resources.forEach(r -> all.addAll(r.routes()));
        return List.copyOf(all);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
            http.setRequestHeaderSize(LARGEST_HEAD);
            http.setResponseHeaderSize(LARGEST_HEAD);
        });
        config.routes.before(this::before);
        config.routes.wsBeforeUpgrade(this::before);
        routes.forEach(route -> register(config, route));
        config.routes.exception(Exception.class, errors::answer);
        config.routes.exception(HttpResponseException.class, errors::answer);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS, IDLE_MILLIS);
        threads.setName("api");
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        return threads;
    }

    private void before(Context context) {
        context.header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Referrer-Policy", "no-referrer");
        hosts.require(context.header("Host"));
    }

    private void register(JavalinConfig config, ApiRoute route) {
        if (route.socket()) {
            config.routes.wsBeforeUpgrade(route.path(), context -> route.answer().to(exchange(context, route)));
            config.routes.ws(route.path(), exec::configure);
            return;
        }
        config.routes.addEndpoint(new Endpoint(HandlerType.findOrCreate(route.method()), route.path(), context -> {
            Exchange exchange = exchange(context, route);
            exchange.require(route.body());
            route.answer().to(exchange);
        }));
    }

    private Exchange exchange(Context context, ApiRoute route) {
        return new Exchange(context, authentication.require(context, route.access()), json);
    }
}
