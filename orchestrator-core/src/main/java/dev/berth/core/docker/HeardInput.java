package dev.berth.core.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** What the engine sends, as long as it goes on: a silence of so long is a failure of kind {@code TIMED_OUT}. */
final class HeardInput extends FilterInputStream {
    private final DockerApi api;
    private final String attempted;
    private final Duration silence;

    /** @param attempted as in "cannot …" */
    HeardInput(InputStream in, DockerApi api, String attempted, Duration silence) {
        super(in);
        this.api = api;
        this.attempted = attempted;
        this.silence = silence;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try (Deadline deadline = new Deadline(api.alarms(), silence)) {
            try {
                return in.read(into, from, length);
            } catch (IOException | RuntimeException e) {
                if (deadline.expired()) {
                    throw DockerFailures.timedOut(api.host(), attempted, silence);
                }
                throw e;
            }
        }
    }
}
