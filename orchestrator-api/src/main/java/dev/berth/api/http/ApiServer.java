package dev.berth.api.http;

import dev.berth.api.view.Json;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinLogger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The REST API on its port. */
public final class ApiServer implements AutoCloseable {
    /** Requests with a body that one token may have under way: each keeps a thread for as long as it is being sent. */
    static final int BODIES = 16;

    private final ApiSettings settings;
    private final Json json = new Json();
    private final ErrorResponses errors = new ErrorResponses(json, this::methods);
    private final HostCheck hosts;
    private final TokenAuthentication authentication;
    private final Shares bodies = new Shares(BODIES, "requests with a body");
    private final EventStreams streams;
    private final ExecSocket exec;
    private final List<ApiRoute> routes;
    private final Javalin javalin;

    private ApiServer(ApiSettings settings, ApiParts parts) {
        this.settings = settings;
        this.hosts = new HostCheck(settings.address());
        this.authentication = new TokenAuthentication(parts.store().tokens(), new FailedLogins(parts.clock()));
        this.streams = new EventStreams(settings.heartBeatMillis());
        this.exec = new ExecSocket(parts.engine(), parts.operations(), settings.heartBeatMillis());
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
        JavalinLogger.enabled = false; // it would tell, with a stack, what is thrown here anyway
        try {
            server.javalin.start(settings.address(), settings.port());
        } catch (JavalinBindException e) {
            throw new ListenException(settings.address(), settings.port(), e);
        } finally {
            JavalinLogger.enabled = true;
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
                new ApplicationResource(parts, answers),
                new OrderResource(parts.operations(), answers),
                new DeploymentResource(parts, streams),
                new EventResource(parts.operations(), streams),
                new LogResource(parts, streams),
                new ContextResource(parts.contexts(), parts.store(), settings.maxContext()),
                new SecretResource(parts.store()),
                new CertificateResource(parts.certificates()),
                new TokenResource(parts.store(), parts.clock()),
                new AuditResource(parts.store().audit()),
                exec);
        List<ApiRoute> all = new ArrayList<>();
        resources.forEach(r -> all.addAll(r.routes()));
        return List.copyOf(all);
    }

    private void configure(JavalinConfig config) {
        WebServer.configure(config, new ServerErrors(json));
        config.router.javaLangErrorHandler(errors::answer);
        config.routes.before(this::before);
        config.routes.wsBeforeUpgrade(this::before);
        routes.forEach(route -> register(config, route));
        config.routes.exception(Exception.class, errors::answer);
        config.routes.exception(HttpResponseException.class, errors::answer);
    }

    private void before(Context context) {
        context.header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Referrer-Policy", "no-referrer");
        hosts.require(context.header("Host"));
    }

    private void register(JavalinConfig config, ApiRoute route) {
        if (route.kind() == ApiRoute.Kind.SOCKET) {
            config.routes.wsBeforeUpgrade(
                    route.path(), context -> route.answer().to(exchange(context, route)));
            config.routes.ws(route.path(), exec::configure);
            endpoint(config, route.method(), route.path(), context -> {
                exchange(context, route);
                throw ApiException.of(426, "A web socket", "this speaks as a web socket only", "ask for an upgrade")
                        .header("Upgrade", "websocket");
            });
        } else {
            endpoint(config, route.method(), route.path(), context -> answer(context, route));
        }
        boolean plain = route.kind() == ApiRoute.Kind.PLAIN;
        if (route.method().equals("GET")) {
            // Javalin says 200 to every HEAD of a path that has a GET, whoever asks.
            endpoint(config, "HEAD", route.path(), plain ? context -> answer(context, route) : this::notOffered);
        }
    }

    private static void endpoint(JavalinConfig config, String method, String path, Handler handler) {
        config.routes.addEndpoint(new Endpoint(HandlerType.findOrCreate(method), path, handler));
    }

    private void answer(Context context, ApiRoute route) throws IOException {
        Exchange exchange = exchange(context, route);
        if (route.body() == Body.NONE) {
            route.answer().to(exchange);
            return;
        }
        bodies.enter(exchange.caller());
        try {
            exchange.require(route.body());
            route.answer().to(exchange);
        } catch (IOException | RuntimeException e) {
            exchange.hearOut();
            throw e;
        } finally {
            bodies.leave(exchange.caller());
        }
    }

    private void notOffered(Context context) {
        throw errors.notOffered(context);
    }

    /** What a path takes, such as {@code GET, HEAD, PUT}. */
    private String methods(String path) {
        Set<String> methods = new TreeSet<>();
        for (ApiRoute route : routes) {
            if (route.isAt(path)) {
                methods.add(route.method());
                if (route.method().equals("GET") && route.kind() == ApiRoute.Kind.PLAIN) {
                    methods.add("HEAD");
                }
            }
        }
        return String.join(", ", methods);
    }

    private Exchange exchange(Context context, ApiRoute route) {
        Caller caller = authentication.require(context, route.access());
        String token = TokenAuthentication.token(context).orElse("");
        return new Exchange(context, caller, () -> authentication.isStillGood(token), json);
    }
}
