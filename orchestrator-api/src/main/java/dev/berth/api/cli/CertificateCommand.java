package dev.berth.api.cli;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends a certificate of the user's own with its key, which is never shown; has several renewed. */
final class CertificateCommand {
    /** More than a chain takes; stops one who names a device or an archive. */
    private static final int LARGEST = 1 << 20;

    /** A quotation mark inside of a text has a backslash before it. */
    private static final Pattern WAITING = Pattern.compile("\\{\"name\":\"([^\"\\\\]+)\",\"state\":\"user_action\"");

    private CertificateCommand() {}

    /** Each by an order of its own; one that is refused keeps none of the others from it. */
    static int renew(Session session) {
        boolean waiting = session.arguments().has(Option.WAITING);
        List<String> names = session.arguments().words();
        if (waiting != names.isEmpty()) {
            throw CommandFailure.input(
                    "berth certificates renew needs names, or --waiting for all that wait for a person" + "\nusage: "
                            + session.arguments().verb().usage());
        }
        if (!waiting) {
            return renew(session, names);
        }
        try (ApiAnswer answer =
                session.client().send(ApiRequest.of("GET", Query.CERTIFICATES).header("Accept", "application/json"))) {
            return answer.isOk() ? renew(session, waiting(answer)) : session.fail(answer);
        } catch (IOException e) {
            throw CommandFailure.world("the daemon's answer broke off: " + ApiClient.words(e)
                    + "\nfix: say it again when the daemon is back");
        }
    }

    private static int renew(Session session, List<String> names) {
        int code = 0;
        for (String name : names) {
            int one = session.show(ApiRequest.of("POST", Query.certificate(name) + "/renew"));
            code = code == 0 ? one : code;
        }
        if (names.isEmpty() && !session.arguments().json()) {
            session.console().line("no certificate waits for a person");
        }
        return code;
    }

    private static List<String> waiting(ApiAnswer answer) throws IOException {
        String json = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        List<String> names = new ArrayList<>();
        Matcher found = WAITING.matcher(json);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    static int upload(Session session) {
        String json = "{\"certificate\": " + JsonText.quote(read(session, Option.CERTIFICATE)) + ", \"key\": "
                + JsonText.quote(read(session, Option.KEY)) + "}";
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        int code = session.show(
                ApiRequest.of("PUT", Query.certificate(session.arguments().word(0)))
                        .body("application/json", body));
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
