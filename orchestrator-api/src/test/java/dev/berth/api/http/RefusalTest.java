package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at what is logged")
class RefusalTest extends ApiCase {
    private String raw(String head) {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            return connection.say(head + "Connection: close\r\n\r\n").answer();
        }
    }

    @Test
    void anUnknownPathIsNotFound() {
        assertEquals(
                """
                404
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Not found","status":404,"detail":"there is nothing at GET /api/v2",\
                "remedy":"look at /openapi.json for what there is","errors":[]}
                """,
                server.say("GET", "/api/v2"));
        assertEquals("404", server.say("GET", "/").substring(0, 3));
    }

    @Test
    void aMethodThatAPathDoesNotTakeNamesThoseItTakes() {
        assertEquals(
                """
                405
                allow: DELETE, GET, HEAD, PATCH, PUT
                berth-exit: 1
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong method","status":405,"detail":"/api/v1/projects/shop/applications/web\
                 does not take POST","remedy":"use DELETE or GET or HEAD or PATCH or PUT","errors":[]}
                """,
                server.say("POST", WEB));
        assertEquals("405\nallow: GET\n", server.say("HEAD", API + "/events").substring(0, 15));
    }

    @Test
    void aBodyOfAnUnknownTypeIsRefused() {
        assertEquals(
                """
                415
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Unknown type of body","status":415,"detail":"this does not take a body of\
                 type text/html","remedy":"send it as application/json or application/yaml or text/plain","errors":[]}
                """,
                server.say("PUT", SHOP, "x", "Content-Type", "text/html"));
    }

    @Test
    void aBodyThatBreaksOffIsTheSendersDoing() {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.say("PUT " + SHOP + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + server.admin
                    + "\r\nContent-Length: 100\r\n\r\nproject");
            assertEquals("HTTP/1.1 400 Bad Request\r\n", connection.fallSilent().until("\r\n"));
        }
    }

    @Test
    void whoIsRefusedBeforeTheBodyIsReadKeepsTheConnection() {
        String body = "x".repeat(1 << 20);
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection
                    .say("PUT " + SHOP + "/applications/Web_1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + server.admin + "\r\nContent-Length: " + body.length() + "\r\n\r\n")
                    .say(body);
            String refused = connection.until("\r\n\r\n");
            assertTrue(refused.startsWith("HTTP/1.1 422 "), refused);
            connection.until("}\n");
            connection.say("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK\r\n", connection.until("\r\n"));
        }
    }

    @Test
    void aBodyThatIsNoTextIsRefused() {
        byte[] bytes = {'a', (byte) 0xff};
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong request","status":422,"detail":"the body is not UTF-8 text",\
                "remedy":"save the file as UTF-8","errors":[]}
                """,
                AnswerText.of(server.send(server.request(SHOP).PUT(BodyPublishers.ofByteArray(bytes)))));
    }

    @Test
    void aDefinitionThatIsTooLargeIsRefused() {
        String large = "x".repeat(Definitions.LARGEST + 1);
        String refused =
                """
                413
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Too large","status":413,"detail":"the body is larger than 256 KiB",\
                "remedy":"send less","errors":[]}
                """;
        assertEquals(refused, server.say("PUT", SHOP, large));
        Supplier<InputStream> unannounced = () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                refused,
                AnswerText.of(server.send(server.request(SHOP).PUT(BodyPublishers.ofInputStream(unannounced)))));
    }

    @Test
    void anEngineThatIsAwayIsSaidInItsOwnWords() {
        String away =
                """
                503
                berth-exit: 1
                content-type: application/problem+json
                {"type":"about:blank","title":"The engine is away","status":503,"detail":"cannot reach Docker at\
                 unix:///nowhere: connection refused","errors":[]}
                """;
        String one = "project: shop\napplications:\n  web: {image: \"web:1\"}\n";
        server.deploy("shop", one);
        server.outage.begin();
        assertEquals(away, server.say("PUT", SHOP, one.replace("web:1", "web:2")));
        assertEquals(away, server.say("POST", SHOP + "/plan", one.replace("web:1", "web:2")));
        assertEquals(away, server.say("GET", WEB + "/logs", "", "Accept", "application/json"));
        assertEquals("200", server.say("GET", SHOP).substring(0, 3));
        assertEquals(
                """
                503
                content-type: application/json
                {"ready":false,"missing":["cannot reach Docker at unix:///nowhere: connection refused"]}
                """,
                server.say("GET", "/readyz"));
        server.outage.end();
    }

    @Test
    void aBugHasANumberInTheAnswerAndItsStackInTheLog() {
        String number = bug(() -> {
            throw new IllegalStateException("inner workings");
        });
        assertTrue(number.matches("[0-9a-f]{12}"), number);
    }

    @Test
    void whatTheMachineCannotDoIsABugToo() {
        String number = bug(() -> {
            throw new StackOverflowError("inner workings");
        });
        assertTrue(number.matches("[0-9a-f]{12}"), number);
    }

    /** The number of the bug that the schema has. */
    private String bug(Supplier<String> schema) {
        server.schema = schema;
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        String body;
        try {
            body = server.get(API + "/schema").body();
        } finally {
            System.setErr(before);
        }
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"A bug in Berth\",\"status\":500,\"detail\":\"this request met a bug in"
                        + " Berth, number BUG\",\"remedy\":\"report it with what the daemon's log says under this number\","
                        + "\"errors\":[],\"id\":\"BUG\"}\n",
                AnswerText.steady(body));
        String number = body.replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");
        assertTrue(
                log.toString(StandardCharsets.UTF_8).contains("bug " + number), log.toString(StandardCharsets.UTF_8));
        assertTrue(log.toString(StandardCharsets.UTF_8).contains("inner workings"), "the stack is in the log");
        return number;
    }

    @Test
    void aForeignHostNameIsRefusedOnTheLoopbackInterface() {
        String refused =
                "421 {\"type\":\"about:blank\",\"title\":\"Not this host\",\"status\":421,\"detail\":\"this server is"
                        + " only asked as localhost, not as \\\"evil.example\\\"\",\"remedy\":\"use http://localhost:PORT, or start"
                        + " the daemon with --listen on another address\",\"errors\":[]}\n";
        assertEquals(refused, raw("GET /healthz HTTP/1.1\r\nHost: evil.example:7070\r\n"));
        assertEquals("200 ok\n", raw("GET /healthz HTTP/1.1\r\nHost: localhost:7070\r\n"));
        assertEquals("200 ok\n", raw("GET /healthz HTTP/1.1\r\nHost: [::1]\r\n"));
        assertEquals("200 ok\n", raw("GET /healthz HTTP/1.0\r\n"));
        assertEquals(
                "421",
                raw("GET /healthz HTTP/1.1\r\nHost: localhost.evil.example\r\n").substring(0, 3));
    }

    @Test
    void whatIsNoHttpIsAnsweredAsAProblemToo() {
        String wrong =
                "{\"type\":\"about:blank\",\"title\":\"TITLE\",\"status\":STATUS,\"detail\":\"this is no request for"
                        + " Berth: TITLE\",\"remedy\":\"look at /openapi.json\",\"errors\":[]}\n";
        String bad = "400 " + wrong.replace("TITLE", "Bad Request").replace("STATUS", "400");
        assertEquals(bad, raw("GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n"));
        assertEquals(bad, raw("GET /%00 HTTP/1.1\r\nHost: localhost\r\n"));
        assertEquals(bad, raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n"));
        assertEquals(
                "431 "
                        + wrong.replace("TITLE", "Request Header Fields Too Large")
                                .replace("STATUS", "431"),
                raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(40_000) + "\r\n"));
        assertEquals(
                "404 " + wrong.replace("TITLE", "Not Found").replace("STATUS", "404"),
                raw("GET /nothing HTTP/1.1\r\nHost: localhost\r\nSec-WebSocket-Version: 13\r\n"));
    }

    @Test
    void thingsBelowAnotherPathAreNotReachedByDots() {
        assertEquals(
                "404",
                raw("GET /api/v1/../healthz HTTP/1.1\r\nHost: localhost\r\n").substring(0, 3));
        assertEquals("404", raw("GET //healthz HTTP/1.1\r\nHost: localhost\r\n").substring(0, 3));
        assertEquals(
                "404",
                server.say("DELETE", SHOP + "/secrets/..%2f..%2fblog%2fsecrets%2fA")
                        .substring(0, 3));
    }

    @Test
    void peopleReadWhatWentWrongAsText() {
        assertEquals(
                """
                404
                berth-exit: 2
                content-type: text/plain;charset=utf-8
                error: there is no project shop
                fix: look at what there is with  berth ls
                """,
                server.say("GET", SHOP, "", "Accept", "text/plain"));
        assertEquals(
                "\u001b[31merror:\u001b[0m there is no project shop\nfix: look at what there is with  berth ls\n",
                server.send(server.request(SHOP).headers("Accept", "text/plain", "Berth-Color", "1"))
                        .body());
    }

    @Test
    void whatNamesAProjectNeverSteersATerminal() {
        HttpRequest.Builder request =
                server.request(API + "/projects/a%1b%5b31m").header("Accept", "text/plain");
        assertEquals(
                "error: there is no project a\ufffd[31m\nfix: look at what there is with  berth ls\n",
                server.send(request).body());
    }
}
