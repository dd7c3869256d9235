package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventApiTest extends ApiCase {
    private static final String ALL = API + "/events";

    @BeforeEach
    void happen() {
        happens("shop", "one");
        happens("blog", "two");
        happens("shop", "three");
    }

    private void happens(String project, String what) {
        server.store
                .occurrences()
                .add(
                        "healed",
                        Optional.of(ProjectName.of(project)),
                        Optional.of(ApplicationName.of("web")),
                        OptionalLong.empty(),
                        what);
        server.fleet.announcer().tell();
    }

    private RawConnection listen(String query, String headers) {
        RawConnection connection = new RawConnection(server.server.port());
        connection.say("GET " + ALL + query + " HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer " + server.admin
                + "\r\n" + headers + "\r\n");
        connection.until("\r\n\r\n");
        return connection;
    }

    @Test
    void whatHappenedLatelyIsListed() {
        assertEquals(
                """
                200
                content-type: application/json
                {"items":[{"number":2,"at":"TIME","kind":"healed","project":"blog","application":"web","message":"two"},\
                {"number":3,"at":"TIME","kind":"healed","project":"shop","application":"web","message":"three"}],\
                "next":null}
                """,
                server.say("GET", ALL + "?limit=2"));
        assertEquals(
                "TIME  healed  shop/web  three\n",
                AnswerText.steady(server.send(server.request(ALL + "?limit=1").header("Accept", "text/plain"))
                        .body()));
    }

    @Test
    void whoSeesOneProjectIsToldTheLastOfThatOne() {
        String token = server.token("shop", AccessToken.Scope.READ, Optional.of(ProjectName.of("shop")));
        happens("blog", "four");
        happens("blog", "five");
        assertEquals(
                "TIME  healed  shop/web  one\nTIME  healed  shop/web  three\n",
                AnswerText.steady(
                        server.send(server.request(ALL + "?limit=2", token).header("Accept", "text/plain"))
                                .body()));
    }

    @Test
    void whatHappensIsTold() {
        try (RawConnection stream = listen("?limit=1", "Accept: text/event-stream\r\n")) {
            assertEquals(
                    "id: 3\nevent: healed\ndata: {\"number\":3,\"at\":\"TIME\",\"kind\":\"healed\",\"project\":\"shop\","
                            + "\"application\":\"web\",\"message\":\"three\"}\n\n",
                    AnswerText.steady(stream.told("\n\n")));
            happens("shop", "four");
            assertEquals("id: 4\n", stream.told("\n"));
        }
        try (RawConnection again = listen("", "Accept: text/event-stream\r\nLast-Event-ID: 2\r\n")) {
            assertEquals("id: 3\n", again.told("\n"));
        }
    }

    @Test
    void whoFollowsLinesAndLeavesMakesRoomAlthoughNothingHappens() {
        String lines = "Accept: text/plain\r\n";
        for (int i = 0; i < EventStreams.MOST; i++) {
            listen("?follow=true&limit=0", lines).close();
        }
        server.until(() -> {
            try (RawConnection one = new RawConnection(server.server.port())) {
                one.say("GET " + ALL + "?follow=true HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer "
                        + server.admin + "\r\n" + lines + "\r\n");
                return one.until("\r\n").contains(" 200 ");
            }
        });
    }

    @Test
    void aStreamCanBeOfLinesForPeople() {
        try (RawConnection stream = listen("?format=text&limit=1", "Accept: text/event-stream, text/plain\r\n")) {
            assertEquals(
                    "id: 3\nevent: healed\ndata: TIME  healed  shop/web  three\n\n",
                    AnswerText.steady(stream.told("\n\n")));
        }
    }

    @Test
    void peopleFollowLineByLine() {
        try (RawConnection stream = listen("?follow=true&limit=0", "Accept: text/plain\r\n")) {
            happens("shop", "four");
            assertEquals("TIME  healed  shop/web  four\n", AnswerText.steady(stream.told("\n")));
        }
    }
}
