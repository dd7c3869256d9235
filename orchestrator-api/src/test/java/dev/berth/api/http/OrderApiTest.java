package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
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
}
