package dev.berth.proxy.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The line to a real authority, which stops at one request, so that a test does something at exactly that moment. Its
 * near end is believed by {@link PebbleProcess#caFile} as the authority itself is.
 */
public final class PebbleLink implements AutoCloseable {
    private final PebbleProcess pebble;
    private final HttpsServer server;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Optional<Stop> stop = Optional.empty();

    /** How far a request gets. */
    public enum Moment {
        /** The authority does not hear it. */
        ASKED,
        /** The authority does it, and the answer is lost. */
        ANSWERED
    }

    private record Stop(String path, Moment moment, CountDownLatch reached, CountDownLatch over) {}

    private PebbleLink(PebbleProcess pebble) throws IOException {
        this.pebble = pebble;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TestCa.believing(Files.readString(pebble.caFile())))
                .build();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(pebble.ca.serving()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static PebbleLink to(PebbleProcess pebble) {
        try {
            return new PebbleLink(pebble);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI directory() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/dir");
    }

    /** From now on requests whose path begins so get no further, until {@link #flow}. */
    public void stopAt(String path, Moment moment) {
        stop = Optional.of(new Stop(path, moment, new CountDownLatch(1), new CountDownLatch(1)));
    }

    /** Whether one has got so far. */
    public boolean isStopped() {
        return stop.filter(one -> one.reached.getCount() == 0).isPresent();
    }

    /** What was held is lost; all that comes now passes. */
    public void flow() {
        stop.ifPresent(one -> one.over.countDown());
        stop = Optional.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Optional<Stop> here =
                stop.filter(one -> exchange.getRequestURI().getPath().startsWith(one.path));
        try {
            if (here.isPresent()) {
                if (here.get().moment == Moment.ANSWERED) {
                    forward(exchange, body);
                }
                here.get().reached.countDown();
                here.get().over.await();
            } else {
                answer(exchange, forward(exchange, body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        pebble.directory().resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                // By this it makes the URLs that it answers with.
                .header("Host", exchange.getRequestHeaders().getFirst("Host"));
        for (String name : List.of("Content-Type", "User-Agent", "Accept")) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .ifPresent(value -> request.header(name, value));
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        for (String name : List.of("Content-Type", "Location", "Link", "Replay-Nonce", "Retry-After")) {
            answer.headers().allValues(name).forEach(value -> exchange.getResponseHeaders()
                    .add(name, value));
        }
        boolean empty = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
        exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : answer.body().length);
        if (!empty) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        flow();
        server.stop(0);
        threads.shutdownNow();
    }
}
