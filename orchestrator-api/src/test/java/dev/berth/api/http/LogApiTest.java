package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.LogLine;
import dev.berth.core.engine.Script;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogApiTest extends ApiCase {
    private static final String LOGS = WEB + "/logs";

    @BeforeEach
    void deploy() {
        server.engine.script("web:1", new Script(0, OptionalInt.empty(), false, List.of("one", "two", "three")));
        server.deploy("shop", "project: shop\napplications:\n  web: {image: \"web:1\"}\n");
    }

    private String logs(String query, String accept) {
        return server.say("GET", LOGS + query, "", "Accept", accept).replace("; charset", ";charset");
    }

    @Test
    void curlGetsLines() {
        String lines = "200\ncontent-type: text/plain;charset=utf-8\nx-accel-buffering: no\none\ntwo\nthree\n";
        assertEquals(lines, logs("", "*/*"));
        assertEquals(lines, logs("", "text/plain"));
    }

    private String esc(String... headers) {
        return server.say("GET", LOGS + "?tail=1", "", headers).split("no\n")[1].replace("\u001b", "ESC");
    }

    @Test
    void whatSteersATerminalReachesNone() {
        String line = "\u001b]52;c;aGk=\u0007\u001b[2J\u001b[1;31mred\u001b[0m \u009b2J\r";
        server.engine.script("web:2", new Script(0, OptionalInt.empty(), false, List.of(line)));
        server.deploy("shop", "project: shop\napplications:\n  web: {image: \"web:2\", deploy: {monitor: 0s}}\n");
        assertEquals(
                "\ufffd]52;c;aGk=\ufffd\ufffd[2JESC[1;31mredESC[0m \ufffd2JESC[0m\n",
                esc("Accept", "text/plain", "Berth-Columns", "80", "Berth-Color", "1"));
        assertEquals(
                "\ufffd]52;c;aGk=\ufffd\ufffd[2Jred \ufffd2J\n", esc("Accept", "text/plain", "Berth-Columns", "80"));
        assertEquals(line.replace("\u001b", "ESC") + "\n", esc("Accept", "text/plain"));
    }

    @Test
    void programsGetAnObjectALine() {
        assertEquals(
                """
                200
                content-type: application/x-ndjson;charset=utf-8
                x-accel-buffering: no
                {"instance":"shop-web-HEX-1","at":"TIME","stream":"stdout","text":"two"}
                {"instance":"shop-web-HEX-1","at":"TIME","stream":"stdout","text":"three"}
                """,
                logs("?tail=2", "application/json"));
    }

    @Test
    void browsersGetEvents() {
        assertEquals(
                """
                200
                content-type: text/event-stream;charset=utf-8
                x-accel-buffering: no
                data: {"instance":"shop-web-HEX-1","at":"TIME","stream":"stdout","text":"three"}

                event: finished
                data: {}

                """,
                logs("?tail=1", "text/event-stream"));
    }

    @Test
    void onlyLinesFromATimeOnAreShown() {
        assertEquals("three\n", logs("?since=10m&tail=1", "text/plain").split("no\n")[1]);
        assertEquals("200\nx-accel-buffering: no\n", logs("?since=2100-01-01", "text/plain"));
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong request","status":422,"detail":"\\"soon\\" is neither a time nor a\
                 span","remedy":"write such as TIME, 2027-01-31, 10m, 12h or 30d","errors":[]}
                """,
                logs("?since=soon", "*/*"));
    }

    @Test
    void linesOfSeveralInstancesTellWhoseTheyAre() {
        server.ended(server.send(server.request(WEB + "/scale").POST(BodyPublishers.ofString("{\"replicas\": 2}"))));
        assertEquals(
                """
                200
                content-type: text/plain;charset=utf-8
                x-accel-buffering: no
                shop-web-HEX-1 | three
                shop-web-HEX-2 | three
                """,
                logs("?tail=1", "text/plain"));
    }

    @Test
    void anApplicationIsFollowedOverItsRestarts() {
        try (RawConnection stream = new RawConnection(server.server.port())) {
            stream.say("GET " + LOGS + "?follow=true&tail=1 HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer "
                    + server.admin + "\r\n\r\n");
            stream.until("\r\n\r\n");
            assertEquals("three\n", stream.until("\n"));
            server.ended(server.send(server.request(WEB + "/restart").POST(BodyPublishers.noBody())));
            assertEquals("one\ntwo\nthree\n", stream.until("three\n"));
        }
    }

    @Test
    void whatHasEndedIsKeptAndFoundByItsDeployment() {
        server.engine.script("web:2", Script.exits(3, "no database here"));
        long failed = server.deploy(
                "shop", "project: shop\napplications:\n  web: {image: \"web:2\", deploy: {monitor: 0s}}\n");
        assertEquals(
                "200\ncontent-type: text/plain;charset=utf-8\nx-accel-buffering: no\nno database here\n",
                logs("?deployment=" + failed, "text/plain"));
        assertEquals("three\n", logs("?tail=1", "text/plain").split("no\n")[1]);
    }

    @Test
    void whatIsNotThereHasNoLog() {
        assertEquals(
                """
                404
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Not found","status":404,"detail":"there is no application shop/tea",\
                "remedy":"look at what there is with  berth ls","errors":[]}
                """,
                server.say("GET", SHOP + "/applications/tea/logs"));
    }

    @Test
    void aMergedLogKeepsTheOrderOfTimeAndForgetsTheOldestLinesFirst() {
        MergedLog log = new MergedLog(10);
        log.add("b", new LogLine(Instant.ofEpochSecond(1), LogLine.Stream.OUT, "oldest"));
        log.add("b", new LogLine(Instant.ofEpochSecond(3), LogLine.Stream.OUT, "third"));
        log.add("a", new LogLine(Instant.ofEpochSecond(2), LogLine.Stream.OUT, "second"));
        log.add("b", new LogLine(Instant.ofEpochSecond(4), LogLine.Stream.OUT, "last!"));
        assertEquals(
                "a second, b third, b last!",
                log.lines().stream()
                        .map(line -> line.instance() + " " + line.line().text())
                        .collect(Collectors.joining(", ")));
    }
}
