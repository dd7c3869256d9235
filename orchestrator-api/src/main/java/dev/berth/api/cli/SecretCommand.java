package dev.berth.api.cli;

import java.nio.charset.StandardCharsets;

/** Sends a secret's value, which comes from standard input and is never shown. */
final class SecretCommand {
    private SecretCommand() {}

    static int run(Session session) {
        String url = Query.secret(session.arguments());
        byte[] value = read(session);
        if (value.length == 0) {
            throw CommandFailure.input("no value came from standard input"
                    + "\nfix: give one, such as  printf %s VALUE | berth secret set PROJECT NAME");
        }
        int code = session.show(ApiRequest.of("PUT", url).body("text/plain; charset=utf-8", value));
        if (code == 0
                && session.console().outputIsTerminal()
                && !session.arguments().json()) {
            session.console().line("kept; the next apply makes it take effect");
        }
        return code;
    }

    private static byte[] read(Session session) {
        Console console = session.console();
        if (!console.inputIsTerminal()) {
            return InputText.value(console.input());
        }
        console.prompt(session.arguments().word(1) + ": ");
        TerminalMode silent = TerminalMode.silent();
        try {
            return InputText.line(console.input()).getBytes(StandardCharsets.UTF_8);
        } finally {
            silent.restore();
            console.prompt("\n");
        }
    }
}
