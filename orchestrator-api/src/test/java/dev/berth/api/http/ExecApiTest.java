package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.store.AccessToken.Scope;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecApiTest extends ApiCase {
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /** What the command line ends with when it is refused. */
    private String exit = "";

    @BeforeEach
    void deploy() {
        server.deploy("shop", "project: shop\napplications:\n  web: {image: \"web:1\"}\n");
    }

    /** Each message as {@code KIND:TEXT;}. */
    private static final class Heard implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private final CompletableFuture<String> all = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            while (data.hasRemaining()) {
                message.write(data.get());
            }
            if (last) {
                byte[] bytes = message.toByteArray();
                String content = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
                text.append(bytes[0])
                        .append(':')
                        .append(content.replace("\n", "\\n"))
                        .append(';');
                message.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            all.complete(text.toString());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            all.completeExceptionally(error);
        }
    }

    private String run(String query) throws Exception {
        Heard heard = new Heard();
        URI uri = URI.create(server.uri(WEB + "/exec?" + query).toString().replace("http:", "ws:"));
        server.client()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + server.admin)
                .buildAsync(uri, heard)
                .get(20, TimeUnit.SECONDS);
        return heard.all.get(20, TimeUnit.SECONDS);
    }

    private String refused(String path, String headers) {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.say("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + UPGRADE);
            String head = connection.until("\r\n\r\n");
            int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
            StringBuilder body = new StringBuilder();
            while (body.length() < length) {
                body.append(connection.until("\n"));
            }
            assertEquals(false, head.contains("Set-Cookie"), head);
            exit = head.replaceAll("(?s).*Berth-Exit: (\\d+).*", "$1");
            return head.split(" ")[1] + " " + body;
        }
    }

    private String bearer() {
        return "Authorization: Bearer " + server.admin + "\r\n";
    }

    private RawConnection goingOn(String token) {
        RawConnection connection = new RawConnection(server.server.port());
        connection.say("GET " + WEB + "/exec?command=yes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\n" + UPGRADE);
        connection.until("\r\n\r\n");
        return connection;
    }

    @Test
    void aTokenThatIsTakenBackEndsWhatItsCommandsSay() {
        String token = server.token("ops", Scope.DEPLOY, Optional.empty());
        try (RawConnection connection = goingOn(token)) {
            connection.until("y\n");
            server.say("DELETE", API + "/tokens/ops");
            connection.until("(the end)");
        }
    }

    @Test
    void aLimitedTokenRunsOnlySoManyCommandsAtOnce() {
        String token = server.token("ops", Scope.DEPLOY, Optional.empty());
        List<RawConnection> open = new ArrayList<>();
        try {
            for (int i = 0; i < ExecSocket.SHARE; i++) {
                open.add(goingOn(token));
                open.get(i).until("y\n");
            }
            open.add(goingOn(token));
            open.get(ExecSocket.SHARE).until("the token \"ops\" has 8 commands under way already\n");
            open.remove(0).close();
            server.until(() -> {
                try (RawConnection next = goingOn(token)) {
                    return next.until("\n").contains("y\n");
                }
            });
        } finally {
            open.forEach(RawConnection::close);
        }
    }

    @Test
    void aCommandsOutputAndExitCodeComeAsMessages() throws Exception {
        assertEquals("1:hello world\\n;4:0;", run("command=echo&command=hello%20world"));
        assertEquals("4:1;", run("command=false"));
    }

    @Test
    void withoutAGoodTokenNothingIsSwitched() {
        String refused = refused(WEB + "/exec?command=ls", "");
        assertEquals("401 {\"type\":\"about:blank\",\"title\":\"Who are you?", refused.substring(0, 47));
        assertEquals(
                "401",
                refused(WEB + "/exec?command=ls", "Authorization: Bearer berth_x\r\n")
                        .substring(0, 3));
        assertEquals(
                "401",
                refused(WEB + "/exec?command=ls&token=" + server.admin, "").substring(0, 3));
    }

    @Test
    void whatCannotBeRunIsRefusedWithAReason() {
        assertEquals(
                "422 {\"type\":\"about:blank\",\"title\":\"Wrong request\",\"status\":422,\"detail\":\"there is no command\","
                        + "\"remedy\":\"add ?command=ls&command=-l\",\"errors\":[]}\n",
                refused(WEB + "/exec", bearer()));
        assertEquals(
                "404 {\"type\":\"about:blank\",\"title\":\"Not found\",\"status\":404,\"detail\":\"there is no application"
                        + " shop/tea\",\"remedy\":\"look at what there is with  berth ls\",\"errors\":[]}\n",
                refused(SHOP + "/applications/tea/exec?command=ls", bearer()));
    }

    @Test
    void inAnApplicationThatDoesNotRunNothingIsRun() {
        server.ended(server.send(server.request(WEB + "/stop").POST(BodyPublishers.noBody())));
        assertEquals(
                "409 {\"type\":\"about:blank\",\"title\":\"Not running\",\"status\":409,\"detail\":\"there is no running"
                        + " instance of shop/web\",\"remedy\":\"look at how it is with  berth describe shop/web\","
                        + "\"errors\":[]}\n",
                refused(WEB + "/exec?command=ls", bearer()));
        assertEquals("1", exit, "the command is right, the application does not run");
    }

    @Test
    void aForeignHostIsRefusedHereToo() {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.say("GET " + WEB + "/exec?command=ls HTTP/1.1\r\nHost: evil.example\r\n" + bearer() + UPGRADE);
            assertEquals("HTTP/1.1 421 Misdirected Request\r\n", connection.until("\r\n"));
        }
    }

    @Test
    void whoDoesNotAskForASocketIsTold() {
        assertEquals(
                """
                426
                berth-exit: 1
                content-type: application/problem+json
                upgrade: websocket
                {"type":"about:blank","title":"A web socket","status":426,"detail":"this speaks as a web socket only",\
                "remedy":"ask for an upgrade","errors":[]}
                """,
                server.say("GET", WEB + "/exec?command=ls"));
    }
}
