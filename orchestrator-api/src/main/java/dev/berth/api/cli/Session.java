package dev.berth.api.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One call of the command line: what was asked, where to write, whom to ask. */
final class Session {
    static final int CHANGES = 3;
    static final int BUG = 70;
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    private final Arguments arguments;
    private final Surroundings surroundings;
    private final Console console;
    private final ApiClient client;

    Session(Arguments arguments, Surroundings surroundings, Console console, ApiClient client) {
        this.arguments = arguments;
        this.surroundings = surroundings;
        this.console = console;
        this.client = client;
    }

    Arguments arguments() {
        return arguments;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Console console() {
        return console;
    }

    ApiClient client() {
        return client;
    }

    /** Asks for what the user wants to see: ready-made text, or JSON when they said so. */
    ApiAnswer ask(ApiRequest request) {
        return client.send(presented(request));
    }

    /** Adds how the answer is to look. */
    ApiRequest presented(ApiRequest request) {
        if (arguments.json()) {
            return request.header("Accept", JSON);
        }
        request.header("Accept", TEXT);
        if (console.outputIsTerminal()) {
            request.header("Berth-Columns", Integer.toString(console.columns()));
        }
        return console.color() ? request.header("Berth-Color", "1") : request;
    }

    /** Prints an answer as it comes; returns the exit code. */
    int show(ApiRequest request) {
        try (ApiAnswer answer = ask(request)) {
            return answer.isOk() ? print(answer) : fail(answer);
        }
    }

    /** Prints the body of a good answer; returns the exit code. */
    int print(ApiAnswer answer) {
        try {
            int last = console.copy(answer.body());
            if (arguments.json() && last != '\n') {
                console.line("");
            }
        } catch (IOException e) {
            String why = e instanceof EOFException ? "" : ": " + ApiClient.words(e);
            throw CommandFailure.world("the connection to the daemon at " + client.address()
                    + " ended in the middle of its answer" + why + "\nfix: say it again when the daemon is back");
        }
        return exitCode(answer, 0);
    }

    private static byte[] ended(byte[] body) {
        if (body.length == 0 || body[body.length - 1] == '\n') {
            return body;
        }
        byte[] ended = new byte[body.length + 1];
        System.arraycopy(body, 0, ended, 0, body.length);
        ended[body.length] = '\n';
        return ended;
    }

    /** Prints why it did not go; returns the exit code. */
    int fail(ApiAnswer answer) {
        byte[] body = bodyOf(answer);
        String type = answer.header("Content-Type").orElse("");
        if (arguments.json() && type.contains("json")) {
            console.write(ended(body));
        } else if (type.startsWith(TEXT) && body.length > 0) {
            console.writeError(surroundings.colorOfErrors() ? ended(body) : Ink.faded(ended(body)));
        } else {
            console.error(
                    "error: the daemon at " + client.address() + " answered " + answer.statusText() + quoted(body));
        }
        if (answer.status() == 401) {
            console.error(
                    client.token().value().isEmpty()
                            ? "no token was sent: " + client.token().origin()
                            : "the token that was sent is the one of "
                                    + client.token().origin());
        }
        return exitCode(answer, usualExit(answer.status()));
    }

    private static byte[] bodyOf(ApiAnswer answer) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            answer.body().transferTo(body);
        } catch (IOException e) {
            body.writeBytes(("\n(the answer broke off: " + ApiClient.words(e) + ")").getBytes(StandardCharsets.UTF_8));
        }
        return body.toByteArray();
    }

    private static String quoted(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).trim();
        return text.isEmpty() ? "" : ":\n" + (text.length() > 2000 ? text.substring(0, 2000) + "…" : text);
    }

    private static int exitCode(ApiAnswer answer, int otherwise) {
        Optional<String> hint = answer.header("Berth-Exit");
        return hint.isPresent() && Arguments.isNumber(hint.get(), 0) ? Integer.parseInt(hint.get()) : otherwise;
    }

    private static int usualExit(int status) {
        if (status == 500) {
            return BUG;
        }
        boolean input = status == 400 || status == 404 || status == 412 || status == 413 || status == 422;
        return input ? CommandFailure.INPUT : CommandFailure.WORLD;
    }

    /**
     * Asks before something goes. {@code --yes} and a y are consent.
     *
     * @throws CommandFailure when nobody is there to ask
     */
    boolean consents(String question, String withoutTerminal) {
        if (arguments.has(Option.YES)) {
            return true;
        }
        if (!console.inputIsTerminal()) {
            throw CommandFailure.input(withoutTerminal);
        }
        console.prompt(question + " [y/N] ");
        String answer = InputText.line(console.input()).trim();
        return answer.equals("y") || answer.equals("Y") || answer.equals("yes");
    }
}
