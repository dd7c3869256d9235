package dev.berth.api.http;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.ExecRequest;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.operate.Operations;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands in instances over web sockets; {@link ExecFrame} says how the messages look. */
final class ExecSocket implements Resource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecSocket.class);
    private static final String WANTED = "exec";
    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final int MOST = 32;
    /** For one token that may not do everything. */
    static final int SHARE = 8;

    private static final Duration SILENCE = Duration.ofHours(24);

    private record Wanted(
            InstanceName instance,
            ExecRequest request,
            Optional<TerminalSize> size,
            Caller caller,
            Permission permission) {}

    private record Held(ExecConversation conversation, Caller caller) {}

    private final Engine engine;
    private final Operations operations;
    private final long askMillis;
    private final Shares shares = new Shares(SHARE, "commands");
    private final Map<String, Held> open = new ConcurrentHashMap<>();

    /** @param askMillis how often it is asked whether a token is still good */
    ExecSocket(Engine engine, Operations operations, long askMillis) {
        this.engine = engine;
        this.operations = operations;
        this.askMillis = askMillis;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get(
                        ApiRoute.PREFIX + "/projects/{p}/applications/{a}/exec",
                        "Runs a command in an instance (web socket, binary messages: the first byte is 0 input, 1 output,"
                                + " 2 error, 3 size such as 80x24, 4 exit code as text, 5 end of"
                                + " input)",
                        this::prepare)
                .by(Access.DEPLOY)
                .query("command", "the command and its arguments, each in a parameter of its own")
                .query("tty", "1: with a terminal")
                .query("columns", "width of the terminal")
                .query("rows", "height of the terminal")
                .query("input", "0: without standard input")
                .query("instance", "which one; the first that runs otherwise")
                .asSocket());
    }

    /** Before the connection is switched: all that can be refused with a plain answer. */
    private void prepare(Exchange exchange) {
        ProjectName project = exchange.project();
        ApplicationName application = exchange.application();
        List<String> command = exchange.queries("command");
        if (command.isEmpty()) {
            throw ApiException.wrong("there is no command", "add ?command=ls&command=-l");
        }
        if (open.size() >= MOST) {
            throw ApiException.of(
                    503,
                    "Too many commands",
                    MOST + " commands are running already",
                    "end one of them, or ask again later");
        }
        Optional<String> wanted = exchange.query("instance");
        InstanceName instance = engine.observe(project).instances().stream()
                .filter(ObservedInstance::isRunning)
                .map(ObservedInstance::name)
                .filter(name -> name.release().application().equals(application))
                .filter(name -> wanted.map(name.toString()::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> notRunning(project, application, wanted));
        boolean input = !exchange.query("input").map("0"::equals).orElse(false);
        Optional<TerminalSize> size = exchange.query("columns")
                .flatMap(columns -> exchange.query("rows").map(rows -> columns + "x" + rows))
                .flatMap(TerminalSize::of);
        ExecRequest request = new ExecRequest(command, exchange.flag("tty"), input);
        exchange.context()
                .attribute(
                        WANTED,
                        new Wanted(
                                instance,
                                request,
                                size,
                                exchange.caller(),
                                new Permission(exchange.allowed(), askMillis)));
    }

    private ApiException notRunning(ProjectName project, ApplicationName application, Optional<String> wanted) {
        String whole = project + "/" + application;
        boolean known = operations.project(project).stream()
                .flatMap(p -> p.applications().stream())
                .anyMatch(a -> a.name().equals(application));
        if (!known) {
            return ApiException.unknown("application " + whole);
        }
        String what = wanted.map(name -> "instance " + name + " of " + whole + " that runs")
                .orElse("running instance of " + whole);
        return ApiException.of(
                409, "Not running", "there is no " + what, "look at how it is with  berth describe " + whole);
    }

    /** What happens on the socket. */
    void configure(WsConfig socket) {
        socket.onConnect(this::connect);
        socket.onBinaryMessage(message -> receive(message.sessionId(), message.data()));
        socket.onClose(closed -> end(closed.sessionId()));
        socket.onError(error -> end(error.sessionId()));
    }

    private void connect(WsConnectContext context) {
        Wanted wanted = context.attribute(WANTED);
        context.session.setIdleTimeout(SILENCE);
        context.session.setMaxBinaryMessageSize(LARGEST_MESSAGE);
        try {
            shares.enter(wanted.caller());
            try {
                begin(context, wanted);
            } catch (RuntimeException e) {
                shares.leave(wanted.caller());
                throw e;
            }
        } catch (RuntimeException e) {
            context.send(ExecFrame.of(ExecFrame.ERROR, (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8)));
            context.send(ExecFrame.exit(126));
            context.closeSession();
        }
    }

    private void begin(WsConnectContext context, Wanted wanted) {
        ExecConversation conversation = new ExecConversation(
                engine.exec(wanted.instance(), wanted.request()),
                context.session,
                wanted.permission(),
                wanted.instance().toString());
        open.put(context.sessionId(), new Held(conversation, wanted.caller()));
        wanted.size().ifPresent(conversation::resize);
        conversation.start();
    }

    private void receive(String session, ByteBuffer message) {
        Held held = open.get(session);
        if (held == null) {
            return;
        }
        try {
            held.conversation().receive(message);
        } catch (IOException e) {
            // The command no longer reads; its exit code is on its way.
            LOG.debug("input of an ended command", e);
        }
    }

    private void end(String session) {
        Held held = open.remove(session);
        if (held != null) {
            held.conversation().close();
            shares.leave(held.caller());
        }
    }

    @Override
    public void close() {
        open.keySet().forEach(this::end);
    }
}
