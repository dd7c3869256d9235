package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ApplicationApiTest extends ApiCase {
    private static final String ALL = SHOP + "/applications";
    private static final String NGINX = "{\"name\": \"web\", \"image\": \"nginx\"}";

    private String post(String body) {
        return server.say("POST", ALL, body);
    }

    private void posted(String body) {
        server.ended(server.send(server.request(ALL).POST(BodyPublishers.ofString(body))));
    }

    @Test
    void oneDefinitionFromCurlMakesTheProject() {
        String typeOfCurl = "application/x-www-form-urlencoded";
        assertEquals(
                """
                201
                berth-deployment: 1
                content-type: application/json
                etag: "1"
                location: /api/v1/deployments/1
                {"id":1,"project":"shop","application":"web","revision":1,"status":"queued","cause":"apply",\
                "actor":"test","created_at":"TIME","finished_at":null,"outcomes":[],"steps":[],"message":""}
                """,
                server.say("POST", ALL, NGINX, "Content-Type", typeOfCurl));
        server.get(API + "/deployments/1/events");
        server.settled("shop");
        assertEquals(
                """
                200
                content-type: application/json
                etag: "1"
                {"name":"web","project":"shop","state":"running","health":"healthy","replicas":1,"release":"HEX",\
                "image":"nginx","urls":[],"instances":[{"name":"shop-web-HEX-1","state":"running","health":"healthy",\
                "restarts":0,"exit_code":null,"oom_killed":false,"started_at":"TIME"}],"message":"",\
                "releases":[{"application":"web","deployment":1,"release":"HEX","image":"nginx","accepted_at":"TIME",\
                "present":true}]}
                """,
                server.say("GET", WEB));
    }

    @Test
    void theStatusTellsNewFromChangedFromUnchanged() {
        posted(NGINX);
        assertEquals("200", post(NGINX).substring(0, 3));
        assertEquals("202", post(NGINX.replace("nginx", "nginx:2")).substring(0, 3));
        assertEquals("201", post("name: tea\nimage: busybox\n").substring(0, 3));
        assertEquals(
                "201", server.say("PUT", ALL + "/api", "{\"image\": \"api\"}").substring(0, 3));
        assertEquals(
                "202", server.say("PUT", ALL + "/api", "{\"image\": \"api:2\"}").substring(0, 3));
    }

    @Test
    void aDomainBecomesAnUrl() {
        posted("{\"name\": \"web\", \"image\": \"nginx\", \"port\": 80, \"domain\": \"web.localhost\"}");
        server.settled("shop");
        assertEquals(
                "[\"http://web.localhost\"]", server.get(WEB).body().replaceAll("(?s).*\"urls\":(\\[[^]]*]).*", "$1"));
    }

    @Test
    void allApplicationsOfAProjectAreListed() {
        posted("name: web\nimage: nginx\n");
        posted("name: tea\nimage: busybox\n");
        server.settled("shop");
        assertEquals(
                """
                200
                content-type: application/json
                {"items":[{"name":"tea","project":"shop","state":"running","health":"healthy","replicas":1,\
                "release":"HEX","image":"busybox","urls":[],"instances":[{"name":"shop-tea-HEX-1","state":"running",\
                "health":"healthy","restarts":0,"exit_code":null,"oom_killed":false,"started_at":"TIME"}],\
                "message":""},{"name":"web","project":"shop","state":"running","health":"healthy","replicas":1,\
                "release":"HEX","image":"nginx","urls":[],"instances":[{"name":"shop-web-HEX-1","state":"running",\
                "health":"healthy","restarts":0,"exit_code":null,"oom_killed":false,"started_at":"TIME"}],\
                "message":""}],"next":null}
                """,
                server.say("GET", ALL));
    }

    @Test
    void theBodyNeedsAName() {
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong definition","status":422,"detail":"the definition has a mistake",\
                "remedy":"mend what errors names; nothing was changed","errors":[{"severity":"error","path":"name",\
                "file":"body","line":1,"column":1,"what":"the application has no name","remedy":"give it one:\
                  \\"name\\": \\"web\\"  , beside image or build"}]}
                """,
                post("{\"image\": \"nginx\"}"));
    }

    @Test
    void mistakesNameTheLinesOfTheBody() {
        posted("name: tea\nimage: busybox\n");
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong definition","status":422,"detail":"the definition has a mistake",\
                "remedy":"mend what errors names; nothing was changed","errors":[{"severity":"error",\
                "path":"applications.web.port","file":"body","line":3,"column":10,"what":"port must be a whole number\
                 from 1 to 65535, not \\"x\\"","remedy":"write the port that the application listens on, such as\
                  port: 3000"}]}
                """,
                post("{\"name\": \"web\",\n \"image\": \"nginx\",\n \"port\": \"x\"}"));
    }

    @Test
    void aPatchChangesWhatItNames() {
        posted("{\"name\": \"web\", \"image\": \"nginx\", \"env\": {\"A\": \"1\", \"B\": \"2\"},"
                + " \"deploy\": {\"monitor\": \"0s\"}}");
        assertEquals(
                """
                202
                berth-deployment: 2
                content-type: application/json
                etag: "2"
                location: /api/v1/deployments/2
                {"id":2,"project":"shop","application":"web","revision":2,"status":"queued","cause":"apply",\
                "actor":"test","created_at":"TIME","finished_at":null,"outcomes":[],"steps":[],"message":""}
                """,
                server.say(
                        "PATCH",
                        WEB,
                        "{\"env\": {\"A\": null, \"C\": \"3\"}}",
                        "Content-Type",
                        "application/merge-patch+json"));
        server.get(API + "/deployments/2/events");
        assertEquals(
                """
                project: shop
                applications:
                  web:
                    image: nginx
                    env:
                      B: "2"
                      C: "3"
                    deploy:
                      monitor: "0s"
                """,
                definition());
        assertEquals(
                "200", server.say("PATCH", WEB, "{\"env\": {\"C\": \"3\"}}").substring(0, 3));
    }

    private String definition() {
        return server.send(server.request(SHOP).header("Accept", "application/yaml"))
                .body();
    }

    @Test
    void aStaleChangeIsRefused() {
        posted(NGINX);
        posted("name: tea\nimage: busybox\n");
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            String answer = server.say(method, WEB, "{\"image\": \"nginx:2\"}", "If-Match", "\"1\"");
            assertEquals(
                    "412 etag: \"2\"", answer.substring(0, 3) + answer.replaceAll("(?s).*\n(etag:[^\n]*).*", " $1"));
        }
        assertEquals("412", server.say("POST", ALL, NGINX, "If-Match", "\"1\"").substring(0, 3));
    }

    @Test
    void removingAnApplicationLeavesTheRestAndTheProject() {
        posted(NGINX);
        posted("name: tea\nimage: busybox\n");
        assertEquals(
                """
                202
                berth-deployment: 3
                content-type: application/json
                etag: "3"
                location: /api/v1/deployments/3
                {"id":3,"project":"shop","application":"tea","revision":3,"status":"queued","cause":"apply",\
                "actor":"test","created_at":"TIME","finished_at":null,"outcomes":[],"steps":[],"message":""}
                """,
                server.say("DELETE", ALL + "/tea"));
        server.get(API + "/deployments/3/events");
        server.ended(server.send(server.request(WEB).DELETE()));
        server.settled("shop");
        assertEquals(
                """
                200
                content-type: application/json
                etag: "4"
                {"name":"shop","state":"stopped","revision":4,"deployment":null,"looked_at":"TIME","applications":[]}
                """,
                server.say("GET", SHOP));
        assertEquals("project: shop\napplications: {}\n", definition());
    }

    @Test
    void whatOthersDependOnStays() {
        posted("name: tea\nimage: busybox\n");
        posted("{\"name\": \"web\", \"image\": \"nginx\", \"depends_on\": [\"tea\"]}");
        assertEquals(
                """
                409
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Still needed","status":409,"detail":"shop/tea was not removed: the rest\
                 of the definition does not go without it","remedy":"mend what errors names first; nothing was changed",\
                "errors":[{"severity":"error","path":"applications.web.depends_on[0]","file":"shop.yml","line":8,\
                "column":9,"what":"there is no application \\"tea\\"","remedy":"name one of this file: web"}]}
                """,
                server.say("DELETE", ALL + "/tea"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        posted(NGINX);
        String missing =
                """
                404
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Not found","status":404,"detail":"there is no application shop/tea",\
                "remedy":"look at what there is with  berth ls","errors":[]}
                """;
        assertEquals(missing, server.say("GET", ALL + "/tea"));
        assertEquals(missing, server.say("PATCH", ALL + "/tea", "{\"port\": 80}"));
        assertEquals(missing, server.say("DELETE", ALL + "/tea"));
        assertEquals("404", server.say("GET", ALL.replace("shop", "blog")).substring(0, 3));
    }

    @Test
    void namesThatAreNoneAreRefusedBeforeAnythingElse() {
        assertEquals(
                "422",
                server.say("PUT", ALL + "/Web_1", "{\"image\": \"nginx\"}").substring(0, 3));
        assertEquals("422", server.say("POST", ALL.replace("shop", "9"), NGINX).substring(0, 3));
        assertEquals("404", server.say("GET", ALL + "/Web_1").substring(0, 3));
    }

    @Test
    void berthsOwnProjectTakesNoApplication() {
        assertEquals(
                "422", server.say("POST", ALL.replace("shop", "proxy"), NGINX).substring(0, 3));
        assertEquals("404", server.say("GET", API + "/projects/proxy").substring(0, 3));
    }

    @Test
    void nothingThatIsPostedAtOnceIsLost() {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String body = "{\"name\": \"a" + i + "\", \"image\": \"nginx\"}";
            answers.add(CompletableFuture.supplyAsync(
                    () -> server.send(server.request(ALL).POST(BodyPublishers.ofString(body)))
                            .statusCode()));
        }
        assertEquals(
                List.of(201),
                answers.stream().map(CompletableFuture::join).distinct().toList());
        assertEquals(
                12,
                definition().lines().filter(line -> line.matches("  a[0-9]+:")).count());
    }
}
