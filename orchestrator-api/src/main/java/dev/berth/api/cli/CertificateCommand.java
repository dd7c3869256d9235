package dev.berth.api.cli;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Sends a certificate of the user's own with its key, which is never shown. */
final class CertificateCommand {
    /** More than a chain takes; stops one who names a device or an archive. */
    private static final int LARGEST = 1 << 20;

    private CertificateCommand() {}

    static int run(Session session) {
        String json = "{\"certificate\": " + JsonText.quote(read(session, Option.CERTIFICATE)) + ", \"key\": "
                + JsonText.quote(read(session, Option.KEY)) + "}";
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        int code = session.show(
                ApiRequest.of("PUT", Query.certificate(session.arguments())).body("application/json", body));
        if (code == 0
                && session.console().outputIsTerminal()
                && !session.arguments().json()) {
            session.console().line("kept: berth certificates shows it");
        }
        return code;
    }

    private static String read(Session session, Option option) {
        if (!session.arguments().has(option)) {
            throw CommandFailure.input("berth certificates upload needs " + option.brief() + "\nusage: "
                    + session.arguments().verb().usage());
        }
        String name = session.arguments().value(option).get();
        File file = session.surroundings().file(name);
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw CommandFailure.input(name + " has more than 1 MB; is it PEM?");
            }
            return new String(content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CommandFailure.input("cannot read " + name + ": " + ProjectFile.reason(e));
        }
    }
}
