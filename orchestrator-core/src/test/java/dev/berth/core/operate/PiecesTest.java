package dev.berth.core.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.berth.core.context.Uploads;
import dev.berth.core.definition.HostRules;
import dev.berth.core.deploy.PlanExecutor;
import dev.berth.core.deploy.ProbingHealthGate;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.ProblemText;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.reconcile.Fleet;
import dev.berth.core.reconcile.World;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.route.InMemoryRoutes;
import dev.berth.core.store.Store;
import dev.berth.core.time.Timekeeper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PiecesTest {
    private static final ProjectName SHOP = ProjectName.of("shop");
    private static final ApplicationName WEB = ApplicationName.of("web");
    private static final ApplicationName TEA = ApplicationName.of("tea");
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    /** Whatever is asked for is there. */
    private record Everything() implements Uploads {
        @Override
        public boolean has(String digest) {
            return digest.startsWith("sha256:");
        }

        @Override
        public Optional<String> text(String digest) {
            return has(digest) ? Optional.of("FROM=file\n") : Optional.empty();
        }
    }

    @TempDir
    Path directory;

    private Store store;
    private Fleet fleet;
    private Operations operations;
    private Definitions definitions;

    @BeforeEach
    void open() {
        store = Store.open(directory, Clock.systemUTC());
        InMemoryEngine engine = new InMemoryEngine(Timekeeper.system(), new Faults());
        InMemoryRoutes routes = new InMemoryRoutes(engine.faults());
        Timekeeper time = Timekeeper.system();
        definitions = new Definitions(store, new Everything(), HostRules.NONE);
        World world = new World(
                store,
                engine,
                routes,
                new ProbingHealthGate(engine, time, 1),
                new PlanExecutor(time, 1),
                definitions,
                time,
                new Random(1),
                false);
        fleet = new Fleet(world, Map.of(), Duration.ofSeconds(30));
        operations = new Operations(
                store, fleet, definitions, new Comparison(engine, routes, false), Addresses.plain(80, 443), time);
    }

    @AfterEach
    void close() {
        fleet.close();
        store.close();
    }

    @Test
    void aPostedApplicationMakesTheProjectAndOthersJoinIt() {
        assertInstanceOf(ApplyResult.Started.class, post(WEB, "{\"name\": \"web\", \"image\": \"nginx\"}"));
        assertInstanceOf(ApplyResult.Started.class, post(TEA, "image: busybox\n"));
        assertEquals(
                """
                2 shop.yml
                project: shop
                applications:
                  web:
                    image: nginx
                  tea:
                    image: busybox
                """,
                stored());
    }

    @Test
    void whatTwoThreadsPostAtOnceIsAllThere() throws Exception {
        int each = 20;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> posted = new ArrayList<>();
            for (String letter : List.of("a", "b")) {
                Callable<Integer> poster = () -> {
                    for (int i = 0; i < each; i++) {
                        post(ApplicationName.of(letter + i), "image: nginx");
                    }
                    return each;
                };
                posted.add(threads.submit(poster));
            }
            for (Future<Integer> one : posted) {
                assertEquals(each, one.get());
            }
        } finally {
            threads.shutdownNow();
        }
        long defined = operations
                .definition(SHOP)
                .orElseThrow()
                .text()
                .lines()
                .filter(line -> line.matches("  [ab][0-9]+:"))
                .count();
        assertEquals(2 * each, defined);
    }

    @Test
    void aPatchIsMergedAsTheRfcSays() {
        post(WEB, "image: nginx\nenv: {A: one, B: two}\nresources: {memory: 64M}\nvolumes: [data:/data]\n");
        assertEquals("applications.web.env.C", problems(patch(WEB, "{\"env\": {\"C\": {\"D\": 1}}}")));
        patch(
                WEB,
                """
                {"env": {"A": null, "C": "three"}, "resources": null, "port": 80,
                 "volumes": ["more:/more"], "deploy": {"drain": "1s", "keep": null}}""");
        assertEquals(
                """
                2 shop.yml
                project: shop
                applications:
                  web:
                    image: nginx
                    env:
                      B: two
                      C: three
                    volumes:
                      - "more:/more"
                    port: 80
                    deploy:
                      drain: "1s"
                """,
                stored());
    }

    @Test
    void whatIsNotDefinedCannotBePatchedOrTakenOut() {
        assertEquals(Optional.empty(), operations.patchApplication(SHOP, WEB, body("port: 80"), ANY, "ann"));
        assertEquals(Optional.empty(), operations.removeApplication(SHOP, WEB, ANY, "ann"));
        post(WEB, "image: nginx");
        assertEquals(Optional.empty(), operations.patchApplication(SHOP, TEA, body("port: 80"), ANY, "ann"));
        assertEquals(Optional.empty(), operations.removeApplication(SHOP, TEA, ANY, "ann"));
    }

    @Test
    void theProjectStaysWhenItsLastApplicationGoes() {
        post(WEB, "image: nginx");
        operations.removeApplication(SHOP, WEB, ANY, "ann");
        assertEquals("2 shop.yml\nproject: shop\napplications: {}\n", stored());
    }

    @Test
    void whatAnotherDependsOnIsNotTakenOut() {
        post(TEA, "image: busybox");
        post(WEB, "image: nginx\ndepends_on: [tea]\n");
        ApplyResult.Invalid refused = assertInstanceOf(
                ApplyResult.Invalid.class,
                operations.removeApplication(SHOP, TEA, ANY, "ann").orElseThrow());
        assertEquals(
                """
                shop.yml:8:9: there is no application "tea"
                  8 |       - tea
                    |         ^^^
                  fix: name one of this file: web
                """,
                ProblemText.of("shop.yml", refused.text()).render(refused.problems()));
        assertEquals("2 ", stored().substring(0, 2));
    }

    @Test
    void aChangeOfAnotherRevisionThanTheOneSeenIsRefused() {
        post(WEB, "image: nginx");
        post(TEA, "image: busybox");
        OptionalLong seen = OptionalLong.of(1);
        assertEquals(new ApplyResult.Stale(2), operations.applyApplication(SHOP, TEA, body("image: x"), seen, "ann"));
        assertEquals(
                Optional.of(new ApplyResult.Stale(2)),
                operations.patchApplication(SHOP, TEA, body("image: x"), seen, "ann"));
        assertEquals(Optional.of(new ApplyResult.Stale(2)), operations.removeApplication(SHOP, TEA, seen, "ann"));
    }

    @Test
    void mistakesAreShownInWhatWasSent() {
        post(WEB, "image: nginx");
        String sent = "{\"name\": \"tea\", \"image\": \"busybox\",\n \"env_file\": \".env\",\n \"prot\": 80}";
        ApplyResult.Invalid refused = assertInstanceOf(ApplyResult.Invalid.class, post(WEB, sent));
        assertEquals(
                """
                body:1:10: the definition is of the application "tea", but was sent for "web"
                  1 | {"name": "tea", "image": "busybox",
                    |          ^^^^^
                  fix: write  name: web  or send it for the application that it names

                body:2:14: an env_file is a file of your machine, which a single application does not bring along
                  2 |  "env_file": ".env",
                    |              ^^^^^^
                  fix: write its lines under  env:  , or apply the whole project with  berth apply

                body:3:2: "prot" is not a key of an application; did you mean "port"?
                  3 |  "prot": 80}
                    |  ^^^^^^
                  fix: write  port:
                """,
                ProblemText.of("body", refused.text()).render(refused.problems()));
    }

    @Test
    void whatASiblingHasIsSaidAtWhatWasSent() {
        apply(
                """
                project: shop
                applications:
                  web: {image: nginx, port: 80, domain: shop.localhost, ports: ["8080:80"]}
                  tea: {image: busybox, port: 80, domain: tea.localhost}
                """,
                Map.of());
        String onTeas = "image: nginx\nport: 80\ndomain: tea.localhost\nports: [\"8080:81\"]\n";
        String host =
                """
                body:3:9: "tea.localhost" leads to "tea" of this project already
                  3 | domain: tea.localhost
                    |         ^^^^^^^^^^^^^
                  fix: choose another host or path
                """;
        String port =
                """

                body:4:9: port 8080 of the host is used by "web" of this project already
                  4 | ports: ["8080:81"]
                    |         ^^^^^^^^^
                  fix: choose another port of the host
                """;
        assertEquals(host + port, shown(post(ApplicationName.of("api"), onTeas)));
        assertEquals(host, shown(post(WEB, onTeas)), "also where the sibling stands behind it in the file");
        assertEquals(
                """
                body:1:12: "tea.localhost" leads to "tea" of this project already
                  1 | {"domain": "tea.localhost"}
                    |            ^^^^^^^^^^^^^^^
                  fix: choose another host or path
                """,
                shown(patch(WEB, "{\"domain\": \"tea.localhost\"}")));
    }

    @Test
    void aProjectThatWouldBeTooLongToReadAgainIsRefused() {
        post(WEB, "image: nginx\nenv: {A: \"" + "x".repeat(200_000) + "\"}\n");
        assertEquals("", problems(post(TEA, "image: nginx\nenv: {A: \"" + "x".repeat(200_000) + "\"}\n")));
        assertEquals("1 ", stored().substring(0, 2));
    }

    @Test
    void theSamePathIsEachApplicationsOwnContext() {
        store.pendingContexts().set(SHOP, WEB, ONE);
        store.pendingContexts().set(SHOP, TEA, TWO);
        post(WEB, "build: .");
        post(TEA, "build: {context: .}");
        assertEquals("tea " + TWO + ", web " + ONE, contexts());
        assertEquals(
                new ApplyResult.NeedsFiles(List.of(new LocalFile(".", "context", "Dockerfile", "api"))),
                post(ApplicationName.of("api"), "build: ."));
    }

    @Test
    void aWholeProjectSentWithoutItsContextsTakesEachApplicationsOwn() {
        store.pendingContexts().set(SHOP, WEB, ONE);
        store.pendingContexts().set(SHOP, TEA, TWO);
        apply("project: shop\napplications:\n  web: {build: .}\n  tea: {build: .}\n", Map.of());
        assertEquals("tea " + TWO + ", web " + ONE, contexts());
    }

    @Test
    void aPatchLeavesTheContextAloneUnlessItNamesOne() {
        apply("project: shop\napplications:\n  web: {build: .}\n  tea: {build: .}\n", Map.of(".", ONE));
        store.pendingContexts().set(SHOP, WEB, TWO);
        patch(WEB, "{\"build\": {\"target\": \"prod\"}, \"port\": 80}");
        assertEquals("tea " + ONE + ", web " + ONE, contexts());
        patch(WEB, "{\"build\": {\"context\": \".\"}}");
        assertEquals("tea " + ONE + ", web " + TWO, contexts());
        patch(WEB, "{\"build\": null, \"image\": \"nginx\"}");
        patch(TEA, "{\"build\": {\"context\": \".\"}}");
        assertEquals("tea " + ONE, contexts());
    }

    private static final OptionalLong ANY = OptionalLong.empty();

    private static Definition body(String text) {
        return new Definition("body", text, Map.of());
    }

    private ApplyResult post(ApplicationName name, String text) {
        return operations.applyApplication(SHOP, name, body(text), ANY, "ann");
    }

    private ApplyResult patch(ApplicationName name, String text) {
        return operations.patchApplication(SHOP, name, body(text), ANY, "ann").orElseThrow();
    }

    private void apply(String text, Map<String, String> uploads) {
        ApplyResult result = operations.apply(SHOP, new Definition("f.yml", text, uploads), ANY, true, false, "ann");
        assertInstanceOf(ApplyResult.Started.class, result);
    }

    /** Revision, file and text of what is stored. */
    private String stored() {
        Definition definition = operations.definition(SHOP).orElseThrow();
        return store.revisions().newest(SHOP).orElseThrow().number() + " " + definition.file() + "\n"
                + definition.text();
    }

    /** What is refused, as its sender reads it. */
    private static String shown(ApplyResult result) {
        ApplyResult.Invalid refused = assertInstanceOf(ApplyResult.Invalid.class, result);
        return ProblemText.of("body", refused.text())
                .render(refused.problems().stream().filter(Problem::isError).toList());
    }

    private static String problems(ApplyResult result) {
        return assertInstanceOf(ApplyResult.Invalid.class, result).problems().stream()
                .map(problem -> problem.path())
                .collect(Collectors.joining(", "));
    }

    /** Which upload each application is built from. */
    private String contexts() {
        long newest = store.revisions().newest(SHOP).orElseThrow().number();
        return definitions.of(SHOP, newest).applications().stream()
                .filter(a -> a.release().image() instanceof ImageSpec.Built)
                .map(a -> a.name() + " "
                        + ((ImageSpec.Built) a.release().image())
                                .contextDigest()
                                .orElse("none"))
                .collect(Collectors.joining(", "));
    }
}
