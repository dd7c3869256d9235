package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One limited token cannot keep the API from the others. */
class FairnessTest extends ApiCase {
    private final List<RawConnection> open = new ArrayList<>();
    private String limited;

    @BeforeEach
    void limit() {
        limited = server.token("limited", Scope.DEPLOY, Optional.of(ProjectName.of("shop")));
    }

    @AfterEach
    void leave() {
        open.forEach(RawConnection::close);
    }

    private RawConnection ask(String token, String request, String rest) {
        RawConnection connection = new RawConnection(server.server.port());
        open.add(connection);
        return connection.say(
                request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n" + rest);
    }

    private RawConnection follow(String token) {
        return ask(token, "GET " + API + "/events", "Accept: text/event-stream\r\n\r\n");
    }

    private RawConnection sendSlowly(String token) {
        return ask(token, "PUT " + SHOP, "Content-Length: 1000\r\n\r\nproject");
    }

    @Test
    void aLimitedTokenThatFollowsTooMuchLeavesRoomForOthers() {
        for (int i = 0; i < EventStreams.SHARE; i++) {
            assertEquals("HTTP/1.1 200 OK\r\n", follow(limited).until("\r\n"));
        }
        RawConnection refused = follow(limited);
        assertEquals("HTTP/1.1 429 Too Many Requests\r\n", refused.until("\r\n"));
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Too many at once\",\"status\":429,\"detail\":\"the token"
                        + " \\\"limited\\\" has 16 streams under way already\",\"remedy\":\"end one of them, or wait for"
                        + " it\",\"errors\":[]}\n",
                refused.until("\r\n\r\n").isEmpty() ? "" : refused.until("\n"));
        assertEquals("HTTP/1.1 200 OK\r\n", follow(server.admin).until("\r\n"));
    }

    @Test
    void aStreamThatEndedMakesRoomInItsTokensShare() {
        for (int i = 0; i < EventStreams.SHARE; i++) {
            follow(limited).until("\r\n");
        }
        open.get(0).close();
        server.until(() -> follow(limited).until("\r\n").contains(" 200 "));
    }

    @Test
    void aLimitedTokenThatSendsSlowlyLeavesThreadsForOthers() {
        for (int i = 0; i < 2 * (EventStreams.MOST + 4 * ApiServer.BODIES); i++) {
            sendSlowly(limited);
        }
        assertEquals("200", server.say("GET", API + "/projects").substring(0, 3));
    }

    @Test
    void whoMayDoEverythingMayDoItAtOnce() {
        for (int i = 0; i <= ApiServer.BODIES; i++) {
            sendSlowly(server.admin);
        }
        assertEquals("422", server.say("PUT", SHOP, "project: [").substring(0, 3));
    }
}
