package dev.berth.api.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/** Runs a command inside an instance and connects it with this terminal, or with the pipes in its place. */
final class ExecCommand {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int EXIT = 4;

    private final Session session;
    private final Console console;

    ExecCommand(Session session) {
        this.session = session;
        this.console = session.console();
    }

    /** Returns the command's own exit code. */
    int run() {
        boolean terminal = console.inputIsTerminal()
                && console.outputIsTerminal()
                && !session.arguments().has(Option.NO_TTY);
        SecureRandom random = new SecureRandom();
        String key = WebSocket.key(random);
        try (ApiAnswer answer = session.client().send(handshake(terminal, key))) {
            if (answer.status() != 101) {
                return session.fail(answer);
            }
            if (!answer.header("Sec-WebSocket-Accept").orElse("").equals(WebSocket.accept(key))) {
                throw CommandFailure.world("what answers at " + session.client().address() + " speaks no web socket");
            }
            return converse(new WebSocket(answer.wire(), answer.socket().getOutputStream(), random), terminal);
        } catch (IOException e) {
            throw CommandFailure.world("the connection to the command broke: " + ApiClient.words(e)
                    + "\nthe command may still be running");
        }
    }

    private ApiRequest handshake(boolean terminal, String key) {
        List<String> words = session.arguments().words();
        StringBuilder url = new StringBuilder(
                        ApplicationPath.of(Verb.EXEC, words.get(0)).url())
                .append("/exec?tty=")
                .append(terminal);
        if (terminal) {
            url.append("&columns=").append(console.columns()).append("&rows=").append(console.rows());
        }
        for (int i = 1; i < words.size(); i++) {
            url.append("&command=").append(PercentEncoding.encode(words.get(i)));
        }
        return session.presented(ApiRequest.of("GET", url.toString()))
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", key)
                .silence(0);
    }

    private int converse(WebSocket socket, boolean terminal) throws IOException {
        ExecInput input = new ExecInput(console, socket);
        if (!terminal) {
            input.start();
            return receive(socket);
        }
        TerminalMode raw = TerminalMode.raw();
        try {
            WindowSize.onChange(new WindowSize(socket));
            input.start();
            return receive(socket);
        } finally {
            raw.restore();
        }
    }

    private int receive(WebSocket socket) throws IOException {
        int code = CommandFailure.WORLD;
        for (byte[] message = socket.receive(); message.length > 0; message = socket.receive()) {
            byte[] content = new byte[message.length - 1];
            System.arraycopy(message, 1, content, 0, content.length);
            switch (message[0]) {
                case STDOUT:
                    console.write(content);
                    break;
                case STDERR:
                    console.writeError(content);
                    break;
                case EXIT:
                    code = Integer.parseInt(new String(content, StandardCharsets.US_ASCII).trim());
                    socket.close();
                    return code;
                default:
                    break; // a newer daemon may tell more
            }
        }
        return code;
    }
}
