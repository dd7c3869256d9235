package dev.berth.proxy.certificate;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * When an authority would have a certificate renewed (RFC 9773).
 *
 * @param start of the window; before {@code end}, except where it stands for an answer that did not come or made no sense
 * @param explanation a page for people, where there is a special reason
 * @param askAgainAt as the authority wishes it, between 1 minute and 1 day from the answer
 */
public record RenewalInfo(Instant start, Instant end, Optional<URI> explanation, Instant askAgainAt) {
    /** Whether an authority said it: a window without length is no answer (RFC 9773 section 4.2). */
    public boolean isAnswer() {
        return start.isBefore(end);
    }

    boolean hasWindowOf(RenewalInfo other) {
        return start.equals(other.start) && end.equals(other.end);
    }
}
