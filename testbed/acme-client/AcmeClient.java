import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;

/**
 * What a certificate costs at an authority by itself: the straight line from an order to a downloaded chain, by http-01,
 * with nothing kept, checked or served. Prints "one MILLISECONDS" for each of RUNS certificates, one after the other, then
 * "many MILLISECONDS" for each of ROUNDS times MANY certificates at once.
 *
 * <p>usage: java -cp berth.jar AcmeClient.java DIRECTORY CA-FILE HTTP-PORT RUNS MANY ROUNDS
 */
final class AcmeClient {
    private static final long PAUSE = 5;

    private final Map<String, String> shown = new ConcurrentHashMap<>();
    private final Login login;

    private AcmeClient(Login login) {
        this.login = login;
    }

    public static void main(String[] arguments) throws Exception {
        trust(Path.of(arguments[1]));
        int runs = Integer.parseInt(arguments[3]);
        int many = Integer.parseInt(arguments[4]);
        int rounds = Integer.parseInt(arguments[5]);
        AcmeClient client = new AcmeClient(new AccountBuilder()
                .agreeToTermsOfService()
                .useKeyPair(key())
                .createLogin(new Session(arguments[0])));
        HttpServer server = client.serve(Integer.parseInt(arguments[2]));
        ExecutorService threads = Executors.newFixedThreadPool(many);
        server.setExecutor(threads);
        server.start();
        try {
            for (int run = 0; run < runs; run++) {
                long since = System.nanoTime();
                client.obtain("alone" + run + ".bench.example.net");
                System.out.println("one " + (System.nanoTime() - since) / 1_000_000);
            }
            for (int round = 0; round < rounds; round++) {
                System.out.println("many " + client.together(many, round));
            }
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private long together(int many, int round) throws Exception {
        ExecutorService orders = Executors.newFixedThreadPool(many);
        long since = System.nanoTime();
        List<Future<Void>> coming = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String name = "beside" + round + "-" + i + ".bench.example.net";
            coming.add(orders.submit(() -> {
                obtain(name);
                return null;
            }));
        }
        for (Future<Void> one : coming) {
            one.get();
        }
        orders.shutdown();
        return (System.nanoTime() - since) / 1_000_000;
    }

    private void obtain(String name) throws Exception {
        KeyPair key = key();
        Order order = login.newOrder().domain(name).create();
        for (Authorization authorization : order.getAuthorizations()) {
            Http01Challenge challenge = authorization.findChallenge(Http01Challenge.class).orElseThrow();
            shown.put(challenge.getToken(), challenge.getAuthorization());
            challenge.trigger();
            while (authorization.getStatus() == Status.PENDING) {
                Thread.sleep(PAUSE);
                authorization.fetch();
            }
        }
        order.fetch();
        order.execute(key);
        while (order.getStatus() != Status.VALID) {
            if (order.getStatus() == Status.INVALID) {
                throw new IllegalStateException(name + " was not issued: " + order.getError());
            }
            Thread.sleep(PAUSE);
            order.fetch();
        }
        order.getCertificate().download();
    }

    private static KeyPair key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private HttpServer serve(int port) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/.well-known/acme-challenge/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] answer = shown.getOrDefault(path.substring(path.lastIndexOf('/') + 1), "")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        return server;
    }

    private static void trust(Path file) throws Exception {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        roots.setCertificateEntry(
                "root",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLContext.setDefault(context);
    }
}
