package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Task;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuthenticationTest extends ApiCase {
    private static final String UNKNOWN =
            """
            401
            berth-exit: 1
            content-type: application/problem+json
            www-authenticate: Bearer realm="berth", error="invalid_token"
            {"type":"about:blank","title":"Who are you?","status":401,"detail":"the token is not known, or has expired",\
            "remedy":"send  Authorization: Bearer TOKEN  (the command line reads BERTH_TOKEN); the first token stands in\
             admin.token in the daemon's data directory","errors":[]}
            """;

    private String with(String token, String method, String path) {
        return with(token, method, path, "");
    }

    private String with(String token, String method, String path, String body) {
        return AnswerText.of(server.send(server.request(path, token).method(method, BodyPublishers.ofString(body))));
    }

    /** Every route with something in the place of each parameter; {@code project} for that one. */
    private List<String> requests(String project) {
        return server.server.routes().stream()
                .filter(route -> route.kind() != ApiRoute.Kind.SOCKET)
                .map(route -> route.method() + " "
                        + route.path()
                                .replace("{p}", project)
                                .replace("{a}", "web")
                                .replace("{id}", "1")
                                .replace("{name}", "x")
                                .replace("{digest}", "0".repeat(64)))
                .toList();
    }

    @Test
    void withoutATokenOnlyHealthAndDescriptionsAnswer() {
        List<String> open = requests("shop").stream()
                .filter(request -> {
                    HttpRequest.Builder bare = HttpRequest.newBuilder(server.uri(request.split(" ")[1]))
                            .method(request.split(" ")[0], BodyPublishers.noBody());
                    server.clock.pass(Duration.ofMinutes(5)); // or it is 429 at last
                    return server.send(bare).statusCode() != 401;
                })
                .toList();
        assertEquals(List.of("GET /healthz", "GET /readyz", "GET /openapi.json", "GET /api/v1/schema"), open);
    }

    @Test
    void withoutATokenItIsSaidHowToSendOne() {
        assertEquals(
                """
                401
                berth-exit: 1
                content-type: application/problem+json
                www-authenticate: Bearer realm="berth"
                {"type":"about:blank","title":"Who are you?","status":401,"detail":"a token is needed",\
                "remedy":"send  Authorization: Bearer TOKEN  (the command line reads BERTH_TOKEN); the first token\
                 stands in admin.token in the daemon's data directory","errors":[]}
                """,
                AnswerText.of(server.send(HttpRequest.newBuilder(server.uri(SHOP)))));
    }

    @Test
    void aWrongAndAnExpiredTokenAreAnsweredAlike() {
        String brief = server.token("brief", server.clock.instant().plusSeconds(60));
        assertEquals("200", with(brief, "GET", API + "/projects").substring(0, 3));
        server.clock.pass(Duration.ofSeconds(61));
        assertEquals(UNKNOWN, with(brief, "GET", API + "/projects"));
        assertEquals(UNKNOWN, with("berth_wrong", "GET", API + "/projects"));
        assertEquals(UNKNOWN, with("", "GET", API + "/projects"));
        assertEquals(
                UNKNOWN,
                AnswerText.of(server.send(
                        HttpRequest.newBuilder(server.uri(SHOP)).header("Authorization", "Basic " + server.admin))));
    }

    @Test
    void headAsksForTheSameTokenAsGet() {
        HttpRequest.Builder head =
                HttpRequest.newBuilder(server.uri(API + "/projects")).method("HEAD", BodyPublishers.noBody());
        assertEquals(401, server.send(head).statusCode());
        assertEquals("200", with(server.admin, "HEAD", API + "/projects").substring(0, 3));
    }

    @Test
    void theFirstTokenStandsInAFileOfItsOwner() throws Exception {
        Path file = directory.resolve("admin.token");
        String token = Files.readString(file).strip();
        assertEquals("200", with(token, "GET", API + "/tokens").substring(0, 3));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(token.matches("berth_[A-Za-z0-9_-]{43}"), "256 bits");
    }

    @Test
    void aReaderChangesNothing() {
        String reader = server.token("reader", Scope.READ, Optional.empty());
        List<String> refused = requests("shop").stream()
                .filter(request -> with(reader, request.split(" ")[0], request.split(" ")[1])
                        .startsWith("403"))
                .toList();
        List<String> changing = requests("shop").stream()
                .filter(request -> !request.startsWith("GET ") && !request.endsWith("/plan"))
                .collect(Collectors.toList());
        changing.addAll(List.of("GET /api/v1/tokens", "GET /api/v1/audit"));
        assertEquals(
                changing.stream().sorted().toList(), refused.stream().sorted().toList());
        assertEquals(
                """
                403
                berth-exit: 1
                content-type: application/problem+json
                {"type":"about:blank","title":"Not allowed","status":403,"detail":"the token \\"reader\\" has the scope\
                 read; this needs deploy","remedy":"use a token with the scope deploy","errors":[]}
                """,
                with(reader, "DELETE", SHOP));
    }

    @Test
    void aDeployerIsNoAdmin() {
        String deployer = server.token("deployer", Scope.DEPLOY, Optional.empty());
        List<String> refused = requests("shop").stream()
                .filter(request -> with(deployer, request.split(" ")[0], request.split(" ")[1])
                        .startsWith("403"))
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "DELETE /api/v1/certificates/x",
                        "DELETE /api/v1/tokens/x",
                        "GET /api/v1/audit",
                        "GET /api/v1/tokens",
                        "POST /api/v1/tokens",
                        "PUT /api/v1/certificates/x"),
                refused);
    }

    @Test
    void berthsOwnProjectIsChangedByAdminsOnly() {
        String deployer = server.token("deployer", Scope.DEPLOY, Optional.empty());
        List<String> let = requests("proxy").stream()
                .filter(request -> request.contains("/proxy"))
                .filter(request -> !with(deployer, request.split(" ")[0], request.split(" ")[1])
                        .startsWith("403"))
                .filter(request -> !request.startsWith("GET ") && !request.endsWith("/plan"))
                .toList();
        assertEquals(List.of(), let);
        long deployment = server.store
                .deployments()
                .add(ProjectName.PROXY, new Task.Restart(ApplicationName.of("traefik")), 0, "admin")
                .id();
        String refused = with(deployer, "DELETE", API + "/deployments/" + deployment);
        assertTrue(refused.contains("has the scope deploy; this needs admin"), refused);
        String exec = API + "/projects/proxy/applications/traefik/exec?command=ls";
        assertEquals("403", with(deployer, "GET", exec).substring(0, 3));
    }

    @Test
    void aProjectsTokenSeesNothingOfOthers() {
        server.deploy("blog", "project: blog\napplications:\n  web: {image: a, port: 80, domain: blog.localhost}\n");
        server.deploy("shop", "project: shop\napplications:\n  web: {image: a}\n");
        server.settled("blog");
        String shop = server.token("shop", Scope.ADMIN, Optional.of(ProjectName.of("shop")));
        List<String> seen = requests("blog").stream()
                .map(request -> request + " " + with(shop, request.split(" ")[0], request.split(" ")[1]))
                .filter(answer -> answer.contains("blog") && !answer.contains(" 404") || answer.contains("blog-web"))
                .toList();
        assertEquals(List.of(), seen);
        assertEquals("404", with(shop, "GET", API + "/deployments?project=blog").substring(0, 3));
        assertEquals(
                "404", with(shop, "PUT", API + "/projects/-", "project: blog\n").substring(0, 3));
        assertEquals("200", with(shop, "GET", SHOP).substring(0, 3));
        assertEquals("200", with(shop, "GET", API + "/deployments/2").substring(0, 3));
        assertEquals(
                """
                403
                berth-exit: 1
                content-type: application/problem+json
                {"type":"about:blank","title":"Not allowed","status":403,"detail":"the token \\"shop\\" is good for the\
                 project shop only; this is about all","remedy":"use a token for all projects","errors":[]}
                """,
                with(shop, "POST", API + "/tokens", "{\"name\": \"x\", \"scope\": \"admin\"}"));
    }

    @Test
    void afterManyFailuresOnlyAGoodTokenIsHeard() {
        for (int i = 0; i < FailedLogins.MOST; i++) {
            assertEquals(UNKNOWN, with("berth_wrong", "GET", API + "/projects"));
        }
        assertEquals(
                """
                429
                berth-exit: 1
                content-type: application/problem+json
                retry-after: 60
                {"type":"about:blank","title":"Too many attempts","status":429,"detail":"too many requests without a\
                 good token came from this address","remedy":"wait a minute, then use a good token","errors":[]}
                """,
                with("berth_wrong", "GET", API + "/projects"));
        assertEquals("200", with(server.admin, "GET", API + "/projects").substring(0, 3));
        server.clock.pass(Duration.ofSeconds(61));
        assertEquals(UNKNOWN, with("berth_wrong", "GET", API + "/projects"));
    }

    @Test
    void noOtherPagesScriptGetsAnAnswer() {
        HttpResponse<String> answer =
                server.send(server.request(API + "/projects").header("Origin", "https://evil.example"));
        HttpResponse<String> asked = server.send(server.request(API + "/projects")
                .header("Origin", "https://evil.example")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertEquals(
                List.of(),
                Stream.of(answer, asked)
                        .flatMap(a -> a.headers().map().keySet().stream())
                        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"))
                        .toList());
        assertEquals(405, asked.statusCode());
    }
}
