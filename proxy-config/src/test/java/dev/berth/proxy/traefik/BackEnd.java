package dev.berth.proxy.traefik;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An application: answers each request with its name, the path and the headers that begin with X-Test. For one path it may
 * hang up instead, as one that ends does to what it is answering.
 */
final class BackEnd implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    BackEnd(String name) {
        this(name, "");
    }

    BackEnd(String name, String hangsUpOn) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(exchange, name, hangsUpOn));
        server.setExecutor(threads);
        server.start();
    }

    /** {@code HOST:PORT} of it. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, String name, String hangsUpOn) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals(hangsUpOn)) {
                return;
            }
            StringBuilder text = new StringBuilder(name + " " + exchange.getRequestURI());
            exchange.getRequestHeaders().entrySet().stream()
                    .filter(header -> header.getKey().startsWith("X-test"))
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(header -> text.append(' ').append(header));
            byte[] body = text.toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
