package dev.berth.proxy.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.proxy.x509.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An authority as the tests want it: RFC 8555 and RFC 9773 over HTTP on loopback, with nonces, signatures and real
 * certificates, and whatever a test scripts instead. It validates by looking at a {@link ChallengeBoard}.
 */
final class FakeAuthority implements AutoCloseable {
    static {
        // Each answer would wait 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    final TestCa root = new TestCa("Fake Root");
    /** Operations in the order in which they came, such as {@code new-order}. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    /** The payloads of new orders. */
    final List<JsonNode> orders = Collections.synchronizedList(new ArrayList<>());
    /** Whom it may write to, of each account. */
    final Map<String, JsonNode> contacts = new ConcurrentHashMap<>();
    /** Challenges that fail, with the type of problem. */
    final Map<String, String> failing = new ConcurrentHashMap<>();

    volatile Instant now = Instant.parse("2027-03-01T12:00:00Z");
    volatile Duration lifetime = Duration.ofDays(90);
    volatile Set<String> profiles = Set.of();
    volatile String renewalInfo = "";
    volatile Map<String, String> renewalHeaders = Map.of();
    volatile String meta = "";
    /** Stands behind the words on a challenge that failed. */
    volatile String remark = "";
    /** How often an authorization is seen pending, and an order processing, before it changes. */
    volatile int slowness;
    /** What it says of both meanwhile; empty: nothing. */
    volatile String retryAfter = "";

    private final Map<String, Deque<Reply>> scripted = new ConcurrentHashMap<>();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Map<String, JsonNode> accounts = new ConcurrentHashMap<>();
    private final Map<String, Placed> placed = new ConcurrentHashMap<>();
    private final AtomicInteger counter = new AtomicInteger();
    private final ChallengeBoard board;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private static final class Placed {
        String name;
        String account;
        volatile String status = "pending";
        volatile String authorization = "pending";
        volatile String tried = "";
        volatile String problem = "";
        volatile int looks;
        volatile List<X509Certificate> chain = List.of();
    }

    FakeAuthority(ChallengeBoard board) {
        this.board = board;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI directory() {
        return URI.create(url("directory"));
    }

    /** The next requests of an operation are answered so instead. */
    void next(String operation, Reply... replies) {
        scripted.computeIfAbsent(operation, key -> new ArrayDeque<>()).addAll(List.of(replies));
    }

    /** What was scripted for an operation and has not happened yet does not happen. */
    void drop(String operation) {
        scripted.remove(operation);
    }

    /** As if it had been set up anew. */
    void forgetAccounts() {
        accounts.clear();
    }

    /** How an order ends that has not ended by itself. */
    void end(URI order, String status) {
        placed.get(last(order.getPath())).status = status;
    }

    /** The chain of an order that is valid. */
    String chain(URI order) {
        return Pem.text(placed.get(last(order.getPath())).chain);
    }

    /** Where that chain is. */
    String certificate(URI order) {
        return url("cert/" + last(order.getPath()));
    }

    int count(String operation) {
        return Collections.frequency(asked, operation);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        String operation = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(operation);
        Reply reply;
        synchronized (this) {
            Deque<Reply> script = scripted.getOrDefault(operation, new ArrayDeque<>());
            Reply next = script.poll();
            reply = next != null && next != Reply.USUAL ? next : answer(exchange, operation, last(path), body);
        }
        if (reply == Reply.SILENCE) {
            return;
        }
        if (reply == Reply.CUT) {
            exchange.close();
            return;
        }
        String nonce = "nonce" + counter.incrementAndGet();
        nonces.add(nonce);
        exchange.getResponseHeaders().set("Replay-Nonce", nonce);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = reply.body().getBytes(UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), head || bytes.length == 0 ? -1 : bytes.length);
        if (!head && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private Reply answer(HttpExchange exchange, String operation, String id, byte[] body) throws IOException {
        return switch (operation) {
            case "directory" -> directoryReply();
            case "new-nonce" -> Reply.text(200, "");
            case "renewal-info" ->
                renewalInfo.isEmpty()
                        ? Reply.problem(404, "malformed", "unknown certificate")
                        : new Reply(200, "application/json", renewalInfo, renewalHeaders);
            default ->
                signed(
                        Jws.read(body),
                        "http://" + exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI(),
                        operation,
                        id);
        };
    }

    private Reply directoryReply() {
        StringBuilder text = new StringBuilder("{");
        for (String resource : List.of("newNonce", "newAccount", "newOrder", "renewalInfo")) {
            String path = Map.of("newNonce", "new-nonce", "newAccount", "new-acct", "newOrder", "new-order")
                    .getOrDefault(resource, "renewal-info");
            text.append("\"" + resource + "\":\"" + url(path) + "\",");
        }
        String offered = profiles.stream()
                .map(profile -> "\"" + profile + "\":\"about " + profile + "\"")
                .reduce((one, other) -> one + "," + other)
                .orElse("");
        return Reply.json(200, text + "\"meta\":{" + meta + "\"profiles\":{" + offered + "}}}");
    }

    private Reply signed(Jws jws, String url, String operation, String id) {
        if (!nonces.remove(jws.header().path("nonce").asText())) {
            return Reply.problem(400, "badNonce", "unknown nonce");
        }
        String kid = jws.header().path("kid").asText();
        JsonNode key = operation.equals("new-acct") ? jws.header().path("jwk") : accounts.get(kid);
        if (key == null) {
            return Reply.problem(400, "accountDoesNotExist", "Account " + kid + " not found");
        }
        if (!jws.signedBy(key) || !jws.header().path("url").asText().equals(url)) {
            return Reply.problem(403, "unauthorized", "wrong signature");
        }
        Placed order = placed.get(id);
        return switch (operation) {
            case "new-acct" -> newAccount(jws, key);
            case "new-order" -> newOrder(jws.payload(), kid);
            case "acct" -> account(jws.payload(), kid, url);
            default ->
                order == null || !order.account.equals(kid)
                        ? Reply.problem(404, "malformed", "no such thing")
                        : switch (operation) {
                            case "authz" -> authorization(order, id);
                            case "order" -> order(order, id);
                            case "finalize" -> finalized(order, id, jws.payload());
                            case "cert" ->
                                new Reply(200, "application/pem-certificate-chain", Pem.text(order.chain), Map.of());
                            default -> challenge(order, id, operation, key);
                        };
        };
    }

    private Reply newAccount(Jws jws, JsonNode key) {
        if (!jws.payload().path("termsOfServiceAgreed").asBoolean()) {
            return Reply.problem(403, "userActionRequired", "terms");
        }
        Optional<String> known = accounts.entrySet().stream()
                .filter(account -> account.getValue().equals(key))
                .map(Map.Entry::getKey)
                .findFirst();
        String kid = known.orElseGet(() -> url("acct/" + counter.incrementAndGet()));
        accounts.put(kid, key);
        contacts.putIfAbsent(kid, jws.payload().path("contact"));
        return Reply.json(known.isPresent() ? 200 : 201, "{\"status\":\"valid\"}")
                .with("Location", kid);
    }

    private Reply account(JsonNode payload, String kid, String url) {
        if (!kid.equals(url)) {
            return Reply.problem(403, "unauthorized", "another account");
        }
        contacts.put(kid, payload.path("contact"));
        return Reply.json(200, "{\"status\":\"valid\"}");
    }

    private Reply newOrder(JsonNode payload, String kid) {
        orders.add(payload);
        String profile = payload.path("profile").asText();
        if (!profile.isEmpty() && !profiles.contains(profile)) {
            return Reply.problem(400, "invalidProfile", "no profile " + profile);
        }
        Placed order = new Placed();
        order.name = payload.path("identifiers").path(0).path("value").asText();
        order.account = kid;
        String id = "o" + counter.incrementAndGet();
        placed.put(id, order);
        return order(order, id).with("Location", url("order/" + id));
    }

    private Reply order(Placed order, String id) {
        if (order.status.equals("processing") && --order.looks <= 0) {
            order.status = "valid";
        }
        String certificate = order.status.equals("valid") ? ",\"certificate\":\"" + url("cert/" + id) + "\"" : "";
        return meanwhile(
                order.status.equals("processing"),
                "{\"status\":\"" + order.status + "\",\"identifiers\":[{\"type\":\"dns\",\"value\":\"" + order.name
                        + "\"}],\"authorizations\":[\"" + url("authz/" + id) + "\"],\"finalize\":\""
                        + url("finalize/" + id) + "\"" + certificate + "}");
    }

    private Reply authorization(Placed order, String id) {
        if (!order.tried.isEmpty() && order.authorization.equals("pending") && --order.looks <= 0) {
            order.authorization = order.problem.isEmpty() ? "valid" : "invalid";
            order.status = order.problem.isEmpty() ? "ready" : "invalid";
        }
        boolean wildcard = order.name.startsWith("*.");
        StringBuilder challenges = new StringBuilder();
        for (String kind : wildcard ? List.of("dns-01") : List.of("dns-01", "http-01", "tls-alpn-01")) {
            challenges.append(challenges.isEmpty() ? "" : ",").append(challengeJson(order, id, kind));
        }
        return meanwhile(
                order.authorization.equals("pending"),
                "{\"status\":\"" + order.authorization + "\",\"identifier\":{\"type\":\"dns\",\"value\":\""
                        + order.name.replace("*.", "") + "\"},\"challenges\":[" + challenges + "]}");
    }

    private Reply meanwhile(boolean waits, String body) {
        Reply reply = Reply.json(200, body);
        return waits && !retryAfter.isEmpty() ? reply.with("Retry-After", retryAfter) : reply;
    }

    private String challengeJson(Placed order, String id, String kind) {
        boolean tried = order.tried.equals(kind);
        String status = !tried ? "pending" : order.authorization.equals("pending") ? "processing" : order.authorization;
        String error = tried && !order.problem.isEmpty() ? ",\"error\":" + order.problem : "";
        return "{\"type\":\"" + kind + "\",\"url\":\"" + url(kind + "/" + id) + "\",\"token\":\"" + token(id, kind)
                + "\",\"status\":\"" + status + "\"" + error + "}";
    }

    private static String token(String id, String kind) {
        return "token_of_" + kind + "_" + id + "_abcdefghijklmnop";
    }

    private Reply challenge(Placed order, String id, String kind, JsonNode key) {
        String token = token(id, kind);
        String expected = token + "." + Jws.thumbprint(key);
        order.tried = kind;
        order.looks = slowness;
        String type = failing.getOrDefault(
                kind,
                kind.equals("http-01")
                                && !board.authorization(token)
                                        .filter(expected::equals)
                                        .isPresent()
                        ? "unauthorized"
                        : "");
        order.problem = type.isEmpty()
                ? ""
                : Reply.problem(
                                403,
                                type,
                                "looked at http://" + order.name + "/" + token + ", expected " + expected + remark)
                        .body();
        return Reply.json(200, challengeJson(order, id, kind));
    }

    private Reply finalized(Placed order, String id, JsonNode payload) {
        if (!order.status.equals("ready")) {
            return Reply.problem(403, "orderNotReady", "the order is " + order.status);
        }
        byte[] csr = Base64.getUrlDecoder().decode(payload.path("csr").asText());
        Instant from = now.minus(Duration.ofHours(1));
        order.chain = root.issue(csr, order.name, from, from.plus(lifetime));
        order.status = "processing";
        order.looks = slowness + 1;
        return order(order, id);
    }
}
