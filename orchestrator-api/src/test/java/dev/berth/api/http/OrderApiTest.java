package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderApiTest extends ApiCase {
    @BeforeEach
    void deploy() {
        server.deploy("shop", "project: shop\napplications:\n  web: {image: \"web:1\"}\n");
    }

    @Test
    void everyOrderIsADeploymentOfTheApplication() {
        assertEquals(taken(2, "stop"), server.say("POST", WEB + "/stop"));
        assertEquals(taken(3, "start"), server.say("POST", WEB + "/start"));
        assertEquals(taken(4, "restart"), server.say("POST", WEB + "/restart"));
        assertEquals(taken(5, "scale to 3"), server.say("POST", WEB + "/scale", "{\"replicas\": 3}"));
        assertEquals(taken(6, "deploy"), server.say("POST", WEB + "/deployments"));
    }

    private static String taken(int number, String cause) {
        return """
                202
                berth-deployment: NUMBER
                content-type: application/json
                location: /api/v1/deployments/NUMBER
                {"id":NUMBER,"project":"shop","application":"web","revision":1,"status":"queued","cause":"CAUSE",\
                "actor":"test","created_at":"TIME","finished_at":null,"outcomes":[],"steps":[],"message":""}
                """
                .replace("NUMBER", String.valueOf(number))
                .replace("CAUSE", cause);
    }

    @Test
    void scalingRunsSoManyInstances() {
        server.ended(server.send(server.request(WEB + "/scale").POST(BodyPublishers.ofString("{\"replicas\": 2}"))));
        server.settled("shop");
        assertEquals(2, server.get(WEB).body().split("\"name\":\"shop-web-").length - 1);
    }

    private String text(String path) {
        return server.send(server.request(path).header("Accept", "text/plain")).body();
    }

    @Test
    void goingBackIsADeploymentOfTheApplication() {
        server.deploy("shop", "project: shop\napplications:\n  web: {image: \"web:2\", deploy: {monitor: 0s}}\n");
        server.ended(server.send(server.request(WEB + "/rollback").POST(BodyPublishers.noBody())));
        server.ended(server.send(server.request(WEB + "/rollback").POST(BodyPublishers.ofString("{\"to\": 2}"))));
        server.settled("shop");
        String releases = server.get(WEB).body().replaceFirst(".*(\"releases\")", "{$1");
        assertEquals(
                """
                {"releases":[{"application":"web","deployment":4,"release":"HEX","image":"web:2","accepted_at":"TIME",\
                "present":true},{"application":"web","deployment":3,"release":"HEX","image":"web:1",\
                "accepted_at":"TIME","present":false}]}
                """,
                releases.replaceAll("[0-9a-f]{8}\"", "HEX\"").replaceAll("\"20[^\"]*\"", "\"TIME\""));
        String text = text(WEB);
        assertTrue(text.matches("(?s).*release +[0-9a-f]{8} of deployment 4\n.*"), text);
        assertTrue(text.matches("(?s).*earlier +[0-9a-f]{8} of deployment 3, [^\n]*ago +\\(web:1\\)\n.*"), text);
        String list = text(API + "/deployments?project=shop&application=web");
        assertEquals(
                """
                RELEASE
                4 shop/web succeeded rollback to 2 HEX (present)
                3 shop/web succeeded rollback to 1 HEX
                2 shop succeeded apply
                1 shop succeeded apply
                """,
                list.lines()
                        .map(line -> line.replaceAll(
                                        "  +test .*?(  ([0-9a-f]{8})( \\(present\\))? .*| done.*)$", " $2$3")
                                .replaceFirst("^ID.* (RELEASE) .*", "$1")
                                .replaceFirst(" [0-9a-f]{8}", " HEX")
                                .replaceAll(" +", " ")
                                .strip())
                        .collect(Collectors.joining("\n", "", "\n")));
        assertTrue(server.get(API + "/audit").body().contains("rollback to 2"), "who went back is known");
    }

    @Test
    void whereNothingIsToGoBackToThatIsAConflict() {
        assertEquals(
                """
                409
                berth-exit: 1
                content-type: application/problem+json
                {"type":"about:blank","title":"Not possible","status":409,"detail":"no earlier release of shop/web is\
                 kept","remedy":"apply the earlier file","errors":[]}
                """,
                server.say("POST", WEB + "/rollback"));
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong request","status":422,"detail":"to must be a deployment's number,\
                 not \\"one\\"","remedy":"send such as {\\"to\\": 5}, or no body for the release before the present\
                 one","errors":[]}
                """,
                server.say("POST", WEB + "/rollback", "{\"to\": \"one\"}"));
        assertEquals(
                409,
                server.send(server.request(WEB + "/rollback").POST(BodyPublishers.ofString("{\"to\": 1}")))
                        .statusCode());
        assertEquals(
                404,
                server.send(server.request(SHOP + "/applications/tea/rollback").POST(BodyPublishers.noBody()))
                        .statusCode());
    }

    @Test
    void aNumberOfInstancesIsCheckedBeforeAnythingElse() {
        String wrong =
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong request","status":422,"detail":"replicas must be a whole number\
                 from 1 to 99, not GIVEN","remedy":"send such as {\\"replicas\\": 2}; to have none, stop it",\
                "errors":[]}
                """;
        assertEquals(wrong.replace("GIVEN", "0"), server.say("POST", WEB + "/scale", "{\"replicas\": 0}"));
        assertEquals(wrong.replace("GIVEN", "1.5"), server.say("POST", WEB + "/scale", "{\"replicas\": 1.5}"));
        assertEquals(
                wrong.replace(", not GIVEN", "; the body has none"),
                server.say("POST", WEB + "/scale", "{\"replica\": 1}"));
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong request","status":422,"detail":"the body must be a JSON object",\
                "remedy":"send such as {\\"replicas\\": 2}","errors":[]}
                """,
                server.say("POST", WEB + "/scale"));
    }

    @Test
    void anOrderToWhatIsNotThereIsNotFound() {
        assertEquals(
                """
                404
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Not found","status":404,"detail":"there is no application shop/tea",\
                "remedy":"look at what there is with  berth ls","errors":[]}
                """,
                server.say("POST", SHOP + "/applications/tea/restart"));
    }

    @Test
    void anOrderTakesNoBodyOfAnotherType() {
        assertEquals(
                """
                415
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Unknown type of body","status":415,"detail":"this does not take a body\
                 of type image/png","remedy":"send it as application/json","errors":[]}
                """,
                server.say("POST", WEB + "/scale", "x", "Content-Type", "image/png"));
    }

    @Test
    void whereThereIsNoBodyItsTypeSaysNothing() {
        String answer = server.say(
                "POST", WEB + "/rollback", "", "Content-Type", "application/x-www-form-urlencoded"); // curl -d ''
        assertTrue(answer.startsWith("409\n"), answer);
    }
}
