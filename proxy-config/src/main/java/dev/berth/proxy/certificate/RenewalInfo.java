package dev.berth.proxy.certificate;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * When an authority would have a certificate renewed (RFC 9773).
 *
 * @param start of the window; not after {@code end}
 * @param explanation a page for people, where there is a special reason
 * @param askAgainAt as the authority wishes it, between 1 minute and 1 day from the answer
 */
public record RenewalInfo(Instant start, Instant end, Optional<URI> explanation, Instant askAgainAt) {}
