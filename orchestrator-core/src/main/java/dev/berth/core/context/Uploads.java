package dev.berth.core.context;

import java.util.Optional;

/** What users uploaded, by digest. */
public interface Uploads {
    /** @param digest {@code sha256:…} */
    boolean has(String digest);

    /** The text of an uploaded file; empty when it is not there. */
    Optional<String> text(String digest);
}
