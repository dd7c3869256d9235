package dev.berth.api.cli;

import dev.berth.api.upload.BuildContext;
import dev.berth.api.upload.UploadException;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;

/** Uploads what a project file names on this machine: build contexts and env files. */
final class LocalFiles {
    /** What takes longer than a moment is told to one who watches. */
    private static final long LARGE = 8 << 20;

    private final Session session;
    private final ProjectFile file;

    LocalFiles(Session session, ProjectFile file) {
        this.session = session;
        this.file = file;
    }

    /**
     * Sends one, unless the daemon has it already.
     *
     * @param need {@code KIND PATH [DOCKERFILE]}, path and Dockerfile percent-encoded
     * @param uploads takes path → digest; {@code absent} for an env file that is not there
     */
    void upload(String need, Map<String, String> uploads) {
        String[] words = need.split(" ");
        String path = words.length > 1 ? PercentEncoding.decode(words[1]) : "";
        String dockerfile = words.length > 2 ? PercentEncoding.decode(words[2]) : "";
        if (words[0].equals("env_file") && !source(path).toFile().exists()) {
            uploads.put(path, "absent"); // the daemon knows whether it has to be there, and where it is named
            return;
        }
        try {
            BuildContext context = context(words[0], path, dockerfile);
            String digest = context.digest();
            send(path, context, digest);
            uploads.put(path, digest);
        } catch (UploadException e) {
            throw CommandFailure.input(file.name() + ": " + e.getMessage());
        }
    }

    private Path source(String path) {
        File named = new File(path);
        return (named.isAbsolute() ? named : new File(file.directory(), path))
                .toPath()
                .normalize();
    }

    private BuildContext context(String kind, String path, String dockerfile) {
        switch (kind) {
            case "context":
                return BuildContext.ofDirectory(source(path), dockerfile);
            case "env_file":
                return BuildContext.ofFile(source(path));
            default:
                throw CommandFailure.world("the daemon asks for a " + kind + ", which this berth does not know"
                        + "\nfix: use the berth of the daemon's version");
        }
    }

    private void send(String path, BuildContext context, String digest) {
        String url = "/api/v1/contexts/" + digest.substring(digest.indexOf(':') + 1);
        try (ApiAnswer there = session.client().send(ApiRequest.of("HEAD", url))) {
            if (there.isOk()) {
                return;
            }
        }
        long length = context.length();
        if (length >= LARGE && session.console().outputIsTerminal()) {
            session.console().error("sending " + path + " (" + (length >> 20) + " MB)");
        }
        ApiRequest put = ApiRequest.of("PUT", url).body("application/x-tar", new ContextBody(context, length));
        try (ApiAnswer sent = session.ask(put)) {
            if (!sent.isOk()) {
                session.fail(sent);
                throw CommandFailure.input("the daemon did not take " + path);
            }
        }
    }
}
