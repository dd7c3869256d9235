package dev.berth.api.upload;

/** What a project file names on this machine is not there, or cannot be read. */
public final class UploadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UploadException(String message) {
        super(message);
    }
}
