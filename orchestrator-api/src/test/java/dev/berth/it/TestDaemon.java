package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.proxy.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A real daemon in a process of its own, on the real engine, with a data directory, ports and an instance name that
 * nobody else has. Closing it takes everything away, volumes too.
 */
final class TestDaemon implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Path home;
    final Path data;
    final String instance;
    final int port;
    final int httpPort;
    final int httpsPort;
    private final List<String> options;
    /** Put before the daemon's command. */
    private List<String> inside = List.of();
    /** Where its ports are. */
    private String address = "127.0.0.1";

    private final Map<String, String> environment = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private TestDaemon(List<String> options) {
        this.options = new ArrayList<>(options);
        this.instance =
                "it" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt(), 6);
        try {
            this.home = Files.createTempDirectory("berth-" + instance);
            this.data = home.resolve("data");
            this.port = FreePort.next();
            this.httpPort = FreePort.next();
            this.httpsPort = FreePort.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** Starts a daemon and waits until it is ready. */
    static TestDaemon start(String... options) {
        return start(daemon -> {}, options);
    }

    /** One that nobody has started yet. */
    static TestDaemon unstarted(String... options) {
        return new TestDaemon(List.of(options));
    }

    /** @param before what is done to the machine before the daemon's first start */
    static TestDaemon start(Consumer<TestDaemon> before, String... options) {
        TestDaemon daemon = new TestDaemon(List.of(options));
        before.accept(daemon);
        daemon.launch();
        daemon.awaitReady();
        return daemon;
    }

    /** More options, for those that depend on what is this daemon's own. */
    void with(String... more) {
        options.addAll(List.of(more));
    }

    /** It runs where the networks of this engine are, and on it. */
    void on(SpareEngine engine) {
        inside = engine.inside();
        address = engine.address();
        with("--docker-host", engine.host);
    }

    /** What the daemon's process finds in its environment from its next start on. */
    void environment(String name, String value) {
        environment.put(name, value);
    }

    /** Starts the process (again); does not wait. */
    void launch() {
        launch(List.of());
    }

    /** @param before a program, with its arguments, that starts the daemon and ends with it */
    void launch(List<String> before) {
        List<String> command = new ArrayList<>(inside);
        command.addAll(before);
        command.addAll(List.of(
                Shipped.BERTH,
                "daemon",
                "--data-dir",
                data.toString(),
                "--listen",
                address + ":" + port,
                "--http-port",
                Integer.toString(httpPort),
                "--https-port",
                Integer.toString(httpsPort),
                "--instance",
                instance));
        if (!options.contains("--docker-host")) {
            command.addAll(List.of("--docker-host", Docker.HOST));
        }
        command.addAll(options);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve("daemon.log").toFile()));
            builder.environment().putAll(Shipped.environment());
            builder.environment().put("BERTH_JAVA_OPTIONS", "-Djava.io.tmpdir=" + home);
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        Eventually.holds(() -> "the daemon is ready; its log:\n" + log() + threads(), Duration.ofSeconds(180), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the daemon ended with " + process.exitValue() + ":\n" + log());
            }
            return send("GET", "/readyz", Optional.empty(), Map.of()).statusCode() == 200;
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the one or the other; answers whether it is dead. */
    boolean isReadyOrDead() {
        Eventually.holds(
                () -> "it is ready or dead\n" + log(),
                Duration.ofSeconds(180),
                () -> !isAlive()
                        || send("GET", "/readyz", Optional.empty(), Map.of()).statusCode() == 200);
        return !isAlive();
    }

    /** As {@code kill -9}; that of a program which started it, too. */
    void kill() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As {@code kill}: it ends by itself. */
    int terminate() {
        process.destroy();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What it is doing, for a failure's message. */
    private String threads() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return "\n"
                + Docker.Programs.run(List.of(jcmd, Long.toString(pid()), "Thread.print"), 30)
                        .text();
    }

    String log() {
        return read(home.resolve("daemon.log"));
    }

    String token() {
        return read(data.resolve("admin.token")).strip();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> send(String method, String path, Optional<String> body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + path))
                .timeout(Duration.ofSeconds(120))
                .method(
                        method,
                        body.map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A request of the API with the admin token. */
    HttpResponse<String> api(String method, String path, String body) {
        return send(
                method,
                "/api/v1" + path,
                body.isEmpty() ? Optional.empty() : Optional.of(body),
                Map.of(
                        "Authorization",
                        "Bearer " + token(),
                        "Content-Type",
                        body.startsWith("{") ? "application/json" : "application/yaml"));
    }

    JsonNode get(String path) {
        HttpResponse<String> answer = api("GET", path, "");
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return parse(answer.body());
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Applies a project file and waits for the deployment's end; answers the deployment. */
    JsonNode apply(String project, String yaml) {
        HttpResponse<String> answer = api("PUT", "/projects/" + project, yaml);
        if (answer.statusCode() == 200) {
            return parse("{\"status\": \"unchanged\"}");
        }
        if (answer.statusCode() != 202) {
            throw new AssertionError("PUT " + project + ": " + answer.statusCode() + " " + answer.body());
        }
        return awaitEnd(answer.headers().firstValue("Location").orElseThrow());
    }

    /** Applies a project file; the deployment must succeed. */
    void applied(String project, String yaml) {
        JsonNode deployment = apply(project, yaml);
        String status = deployment.get("status").asText();
        if (!status.equals("succeeded") && !status.equals("unchanged")) {
            throw new AssertionError("deployment of " + project + " ended " + status + ": "
                    + deployment.toPrettyString() + "\n" + log());
        }
    }

    /** @param location such as {@code /api/v1/deployments/3} */
    JsonNode awaitEnd(String location) {
        String path = location.substring("/api/v1".length());
        return Eventually.get("the end of " + location, Duration.ofSeconds(180), () -> {
            JsonNode deployment = get(path);
            String status = deployment.get("status").asText();
            return List.of("queued", "running").contains(status) ? Optional.empty() : Optional.of(deployment);
        });
    }

    JsonNode application(String project, String application) {
        return get("/projects/" + project + "/applications/" + application);
    }

    /** The container name of an application's only instance. */
    String container(String project, String application) {
        List<String> names = containers(project, application);
        if (names.size() != 1) {
            throw new AssertionError("one container of " + project + "/" + application + " was expected: " + names);
        }
        return names.get(0);
    }

    List<String> containers(String project, String application) {
        return Docker.lines(
                "ps",
                "-a",
                "--format",
                "{{.Names}}",
                "--filter",
                "label=dev.berth.instance=" + instance,
                "--filter",
                "label=dev.berth.project=" + project,
                "--filter",
                "label=dev.berth.application=" + application);
    }

    /** A request through the proxy, to {@code host}. */
    HttpResponse<String> visit(String host, String path) {
        return new PlainHttp(address, httpPort).get(host, path);
    }

    /** Runs {@code berth} as a user of this daemon's machine would. */
    Docker.Answer berth(String... arguments) {
        return berthIn(home, arguments);
    }

    Docker.Answer berthIn(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-C", directory.toString()));
        Shipped.environment().forEach((name, value) -> command.add(name + "=" + value));
        command.add("BERTH_URL=http://127.0.0.1:" + port);
        command.add("BERTH_TOKEN=" + token());
        command.add(Shipped.BERTH);
        command.addAll(List.of(arguments));
        return Docker.Programs.run(command, 240);
    }

    @Override
    public void close() {
        kill();
        Docker.removeAll(instance);
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
