package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.store.AccessToken.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenApiTest extends ApiCase {
    private static final String ALL = API + "/tokens";
    private static final String SEND = "send such as {\\\"name\\\": \\\"ci\\\", \\\"scope\\\": \\\"deploy\\\"}";

    private static String problem(int status, String title, String detail, String remedy) {
        return status
                + "\nberth-exit: " + (status == 409 ? 1 : 2)
                + "\ncontent-type: application/problem+json\n{\"type\":\"about:blank\",\"title\":\""
                + title + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\",\"remedy\":\"" + remedy
                + "\",\"errors\":[]}\n";
    }

    private String post(String body) {
        return server.say("POST", ALL, body);
    }

    @Test
    void aNewTokenIsShownOnceAndOpensWhatItIsFor() {
        HttpResponse<String> made = server.send(server.request(ALL)
                .POST(BodyPublishers.ofString("{\"name\": \"ci\", \"scope\": \"deploy\", \"project\": \"shop\"}")));
        assertEquals(
                "201\ncontent-type: application/json\n{\"name\":\"ci\",\"scope\":\"deploy\",\"project\":\"shop\","
                        + "\"created_at\":\"TIME\",\"expires_at\":null,\"token\":\"TOKEN\"}\n",
                AnswerText.of(made));
        String token = made.body().replaceAll("(?s).*\"token\":\"([^\"]*)\".*", "$1");
        assertEquals(404, server.send(server.request(SHOP, token)).statusCode());
        assertEquals(403, server.send(server.request(ALL, token)).statusCode());
        assertEquals(
                """
                200
                content-type: application/json
                {"items":[{"name":"admin","scope":"admin","project":null,"created_at":"TIME","expires_at":null},{"name":\
                "ci","scope":"deploy","project":"shop","created_at":"TIME","expires_at":null},{"name":"test",\
                "scope":"admin","project":null,"created_at":"TIME","expires_at":null}],"next":null}
                """,
                server.say("GET", ALL));
    }

    @Test
    void aTokenCanEndByItself() {
        String made = post("{\"name\": \"ci\", \"scope\": \"read\", \"expires_at\": \"30d\"}");
        assertEquals(
                "201 \"expires_at\":\"TIME\"",
                made.substring(0, 3) + made.replaceAll("(?s).*(\"expires_at\":[^,]*).*", " $1"));
        assertEquals(
                problem(
                        422,
                        "Wrong request",
                        "\\\"2020-01-01\\\" is over already",
                        "name a moment to come, such as 30d"),
                post("{\"name\": \"old\", \"scope\": \"read\", \"expires_at\": \"2020-01-01\"}"));
    }

    @Test
    void whatIsNotUnderstoodMakesNoToken() {
        assertEquals(
                problem(
                        422,
                        "Wrong request",
                        "a token has no \\\"expire\\\"; did you mean \\\"expires\\\"?",
                        "send such as {\\\"name\\\": \\\"ci\\\", \\\"scope\\\": \\\"deploy\\\", \\\"expires_at\\\": \\\"30d\\\"}"),
                post("{\"name\": \"ci\", \"scope\": \"read\", \"expire\": \"1d\"}"));
        assertEquals(
                problem(
                        422,
                        "Wrong request",
                        "scope must be read, deploy or admin, not \\\"root\\\"",
                        "choose one of them"),
                post("{\"name\": \"ci\", \"scope\": \"root\"}"));
        assertEquals(
                problem(
                        422,
                        "Wrong request",
                        "a token's name is 1 to 40 letters, digits and . _ -, not \\\"\\\"",
                        SEND),
                post("{\"scope\": \"read\"}"));
        assertEquals(
                problem(
                        422,
                        "Wrong request",
                        "the body must be a JSON object",
                        "send such as {\\\"name\\\": \\\"ci\\\", \\\"scope\\\": \\\"deploy\\\"}"),
                post("[]"));
        assertEquals("422", post("{").substring(0, 3));
        assertEquals("422", post("[".repeat(200)).substring(0, 3));
        assertEquals("413", post(" ".repeat(17 * 1024)).substring(0, 3));
    }

    @Test
    void aNameIsTakenOnce() {
        post("{\"name\": \"ci\", \"scope\": \"read\"}");
        assertEquals(
                problem(
                        409,
                        "Name taken",
                        "there is a token named \\\"ci\\\" already",
                        "use another name, or remove that one first"),
                post("{\"name\": \"ci\", \"scope\": \"read\"}"));
    }

    @Test
    void aTokenThatIsTakenBackOpensNothing() {
        String reader = server.token("reader", Scope.READ, Optional.empty());
        assertEquals("204\n", server.say("DELETE", ALL + "/reader"));
        assertEquals(401, server.send(server.request(SHOP, reader)).statusCode());
        assertEquals(
                problem(404, "Not found", "there is no token reader", "look at what there is with  berth token ls"),
                server.say("DELETE", ALL + "/reader"));
    }

    @Test
    void theLastAdminStays() {
        server.token("brief", server.clock.instant().plusSeconds(60));
        server.clock.pass(Duration.ofMinutes(2));
        assertEquals("204\n", server.say("DELETE", ALL + "/admin"));
        assertEquals(
                problem(409, "The last admin", "\\\"test\\\" is the last admin token", "make another one first"),
                server.say("DELETE", ALL + "/test"));
    }

    @Test
    void whoOrderedWhatIsWrittenDown() {
        post("{\"name\": \"ci\", \"scope\": \"read\"}");
        server.say("PUT", SHOP + "/secrets/KEY", "hunter2");
        server.deploy("shop", "project: shop\napplications:\n  web: {image: \"web:1\"}\n");
        server.say("POST", WEB + "/stop");
        assertEquals(
                """
                200
                content-type: application/json
                {"items":[{"at":"TIME","actor":"test","action":"stop","target":"shop/web","outcome":"deployment 2"},{"at":\
                "TIME","actor":"test","action":"apply","target":"shop","outcome":"deployment 1"},{"at":"TIME","actor":\
                "test","action":"secret set","target":"shop KEY","outcome":"version 1"},{"at":"TIME","actor":"test",\
                "action":"token create","target":"ci","outcome":"read"}],"next":null}
                """,
                server.say("GET", API + "/audit"));
        assertEquals(
                "stop", server.get(API + "/audit?limit=1").body().replaceAll("(?s).*\"action\":\"([^\"]*)\".*", "$1"));
    }
}
