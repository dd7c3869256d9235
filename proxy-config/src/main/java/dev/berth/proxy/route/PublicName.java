package dev.berth.proxy.route;

import java.util.Optional;
import java.util.Set;

/** Whether a public authority can issue for a name at all (CA/Browser Forum baseline requirements, section 4.2.2). */
public final class PublicName {
    private static final String HOME = "home.arpa";
    /** Reserved (RFC 2606, 6761, 6762, 7686, 8375), or not in the public DNS and used at home. */
    private static final Set<String> ENDINGS = Set.of(
            "corp",
            "example",
            "home",
            HOME,
            "internal",
            "intranet",
            "invalid",
            "lan",
            "local",
            "localdomain",
            "localhost",
            "onion",
            "private",
            "test");

    private PublicName() {}

    /** Why not, in a user's words; empty when it can. */
    public static Optional<String> refusal(HostName name) {
        String base = name.base();
        String last = base.substring(base.lastIndexOf('.') + 1);
        String ending = base.equals(HOME) || base.endsWith("." + HOME) ? HOME : last;
        if (ENDINGS.contains(ending)) {
            return Optional.of("no public authority issues certificates for names in ." + ending
                    + "; use a name of the public DNS, an authority of your own, or upload a certificate");
        }
        return base.indexOf('.') >= 0
                ? Optional.empty()
                : Optional.of("no public authority issues certificates for a name without a dot;"
                        + " use a name of the public DNS, an authority of your own, or upload a certificate");
    }
}
