package dev.berth.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The web server {@code server.pl} as an application of a project file: what it answers, and in which way it is broken. */
final class ScriptedShop {
    private ScriptedShop() {}

    /**
     * The application's lines, to which more of its keys may be added; it is led to at port 8000.
     *
     * @param kind {@code good}, or how it is broken
     * @param port where it listens
     */
    static String application(String name, String host, String version, String kind, int port) {
        return """
                  %s:
                    image: debian:bookworm-slim
                    command: [perl, /server.pl]
                    files: [{path: /server.pl, content: %s}]
                    env: {VERSION: "%s", KIND: %s, PORT: "%d"}
                    port: 8000
                    domain: {host: %s, https: false}
                """
                .formatted(name, quoted(script()), version, kind, port, host);
    }

    private static String script() {
        try (InputStream in = ScriptedShop.class.getResourceAsStream("/it/server.pl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As JSON, which is YAML, too. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
