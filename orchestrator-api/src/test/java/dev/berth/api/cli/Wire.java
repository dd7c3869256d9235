package dev.berth.api.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A daemon by hand: answers what a test told it to, and remembers what it was asked. */
final class Wire implements AutoCloseable {
    /** What to answer: a status, header lines and a body. */
    record Answer(int status, List<String> headers, byte[] body) {
        static Answer of(int status, String body, String... headers) {
            return new Answer(status, List.of(headers), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A header line that leaves an answer unfinished. */
    static final String STAY = "Stay: open";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Map<String, List<String>>> headers = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();

    /** What the last command wrote. */
    String out = "";

    String err = "";

    Wire() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** The next answer to that request; the last one of several stays. */
    Wire on(String request, Answer answer) {
        synchronized (this) {
            answers.computeIfAbsent(request, r -> new ArrayDeque<>()).add(answer);
        }
        return this;
    }

    Wire on(String request, int status, String body, String... headerLines) {
        return on(request, Answer.of(status, body, headerLines));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        Answer answer;
        synchronized (this) {
            asked.add(request);
            headers.add(new HashMap<>(exchange.getRequestHeaders()));
            bodies.add(body);
            Deque<Answer> prepared = answers.getOrDefault(request, new ArrayDeque<>());
            answer = prepared.size() > 1
                    ? prepared.poll()
                    : prepared.isEmpty() ? Answer.of(404, "nothing prepared for " + request + "\n") : prepared.peek();
        }
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        for (String line : answer.headers()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            if (name.equals("Content-Type")) {
                exchange.getResponseHeaders()
                        .set(name, line.substring(colon + 1).trim());
            } else {
                exchange.getResponseHeaders()
                        .add(name, line.substring(colon + 1).trim());
            }
        }
        boolean none = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        boolean chunked = answer.headers().contains("Content-Type: text/event-stream");
        exchange.sendResponseHeaders(answer.status(), none ? -1 : chunked ? 0 : answer.body().length);
        if (!none) {
            exchange.getResponseBody().write(answer.body());
        }
        if (answer.headers().contains(STAY)) {
            exchange.getResponseBody().flush(); // the reader goes first, or the test ends
            return;
        }
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What was asked, a line each. */
    synchronized String asked() {
        return String.join("\n", asked);
    }

    synchronized String header(int request, String name) {
        return headers.get(request).getOrDefault(name, List.of("(none)")).get(0);
    }

    synchronized byte[] body(int request) {
        return bodies.get(request);
    }

    synchronized String text(int request) {
        return new String(bodies.get(request), StandardCharsets.UTF_8);
    }

    int run(String... arguments) {
        return runIn(Path.of("/"), "", arguments);
    }

    /** Runs a command without a terminal. */
    int runIn(Path directory, String input, String... arguments) {
        return run(false, directory, input, arguments);
    }

    int run(boolean terminal, Path directory, String input, String... arguments) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "BERTH_URL", "http://127.0.0.1:" + port(), "BERTH_TOKEN", "t0ken", "COLUMNS", "80", "LINES", "24"));
        Surroundings surroundings =
                new Surroundings(variables, "/home/ann", directory.toString(), false, terminal, terminal, terminal);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), written, errors, surroundings);
        int code = new CommandLine(surroundings, console, new HandTicks()).run(arguments);
        out = written.toString(StandardCharsets.UTF_8);
        err = errors.toString(StandardCharsets.UTF_8);
        return code;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
