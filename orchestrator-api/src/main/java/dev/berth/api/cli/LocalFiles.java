package dev.berth.api.cli;

import java.util.Map;

/** Uploads what a project file names on this machine: build contexts and env files. */
final class LocalFiles {
    private final Session session;
    private final ProjectFile file;

    LocalFiles(Session session, ProjectFile file) {
        this.session = session;
        this.file = file;
    }

    /**
     * Sends one, unless the daemon has it already.
     *
     * @param need {@code KIND PATH DOCKERFILE}, the latter two percent-encoded
     * @param uploads takes path → digest
     */
    void upload(String need, Map<String, String> uploads) {
        throw CommandFailure.world("uploading is being built: " + need + session.client().address() + file.name() + uploads.size());
    }
}
