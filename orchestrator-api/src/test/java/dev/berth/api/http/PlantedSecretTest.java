package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.Script;
import dev.berth.core.project.ProjectName;
import dev.berth.proxy.certificate.TestChain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** An application prints its secret wherever it can; nobody else does. */
@Isolated("it looks at what is logged")
class PlantedSecretTest extends ApiCase {
    private static final String PLANTED = "pl4nted \"s3cret\" of the shop";
    private static final String LINE = "a line of a private key";
    private static final String DEFINITION =
            """
            project: shop
            applications:
              web:
                image: IMAGE
                env: {PASSWORD: "${{secret.PASSWORD}}", KEY: "${{secret.KEY}}"}
                files: [{path: /etc/web.conf, content: "password=${{secret.PASSWORD}}"}]
            """;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void keepTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void letTheLogGo() {
        System.setErr(before);
    }

    @Test
    void aSecretThatAnApplicationPrintsIsInNoAnswerNoEventAndNoLog() {
        server.say("PUT", SHOP + "/secrets/PASSWORD", PLANTED);
        server.say("PUT", SHOP + "/secrets/KEY", "-----BEGIN-----\n" + LINE + "\n-----END-----\n");
        List<String> prints = List.of("my password is " + PLANTED, LINE);
        server.engine.script("good:1", new Script(0, OptionalInt.empty(), false, prints));
        server.engine.script("bad:1", Script.exits(3, prints.toArray(String[]::new)));
        server.deploy("shop", DEFINITION.replace("IMAGE", "good:1"));
        server.deploy("shop", DEFINITION.replace("IMAGE", "bad:1"));
        dieAndComeBack();

        List<String> told = everyAnswer();
        told.add(server.say("POST", SHOP + "/plan", DEFINITION.replace("IMAGE", "good:2")));
        told.add(server.say("PUT", SHOP, DEFINITION.replace("IMAGE", "good:1")));
        told.add(log.toString(StandardCharsets.UTF_8));
        assertEquals(List.of(), told.stream().filter(PlantedSecretTest::tells).toList());
        assertTrue(told.stream().anyMatch(text -> text.contains("my password is (secret)")), "it was printed");
    }

    @Test
    void theKeyOfACertificateIsInNoAnswerNoEventAndNoLog() {
        TestChain chain =
                TestChain.of(server.clock.instant().minusSeconds(60), Duration.ofDays(90), "shop.example.org");
        List<String> lines =
                chain.key().lines().skip(1).filter(line -> line.length() > 8).toList();
        String name = API + "/certificates/shop.example.org";
        List<String> told = new ArrayList<>();
        told.add(server.say("PUT", name, body(chain.chain(), chain.key())));
        told.add(server.say("PUT", name, body(chain.key(), chain.key())));
        told.add(server.say("PUT", name, body(chain.chain(), chain.key().replace("-----BEGIN", "BEGIN"))));
        told.add(server.say(
                "PUT", name, body(chain.chain(), chain.key().replace("/", "!").replace("A", "-"))));
        told.add(server.say("PUT", name.replace("shop", "bank"), body(chain.chain(), chain.key())));
        told.add(server.say("PUT", name, chain.key()));
        told.add(server.say("PUT", name, lines.get(0)));
        told.add(server.say("PUT", name, "{\"" + lines.get(0) + "\": " + lines.get(0) + "}"));
        told.add(server.say("PUT", name, "{\"" + lines.get(0) + "\": 1}"));
        told.addAll(everyAnswer());
        told.add(log.toString(StandardCharsets.UTF_8));
        assertEquals("204\n", told.get(0));
        assertEquals(
                List.of(),
                told.stream()
                        .filter(text -> lines.stream().anyMatch(text::contains))
                        .toList());
    }

    private static String body(String certificate, String key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("certificate", certificate)
                .put("key", key)
                .toString();
    }

    private void dieAndComeBack() {
        ObservedInstance running =
                server.engine.observe(ProjectName.of("shop")).instances().get(0);
        server.engine.end(running.name(), 7);
        server.until(() -> server.get(API + "/events").body().contains("healed"));
        server.settled("shop");
    }

    /** Of every GET, for programs, people and browsers. */
    private List<String> everyAnswer() {
        List<String> told = new ArrayList<>();
        for (ApiRoute route : server.server.routes()) {
            boolean asked = route.method().equals("GET") && route.kind() != ApiRoute.Kind.SOCKET;
            for (String id : asked ? List.of("1", "2") : List.<String>of()) {
                String path = route.path()
                        .replace("{p}", "shop")
                        .replace("{a}", "web")
                        .replace("{id}", id);
                boolean endless = path.endsWith("/api/v1/events");
                told.add(server.say("GET", path, "", "Accept", "application/json"));
                told.add(server.say("GET", path, "", "Accept", "text/plain"));
                told.add(endless ? "" : server.say("GET", path, "", "Accept", "text/event-stream"));
            }
        }
        told.add(server.say("GET", WEB + "/logs?deployment=2"));
        told.add(server.say("GET", SHOP, "", "Accept", "application/yaml"));
        return told;
    }

    private static boolean tells(String text) {
        return text.contains(PLANTED)
                || text.contains(PLANTED.replace("\"", "\\\""))
                || text.contains("s3cret")
                || text.contains(LINE);
    }
}
