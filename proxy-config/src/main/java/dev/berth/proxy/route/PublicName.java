package dev.berth.proxy.route;

import java.util.Optional;
import java.util.Set;

/** Whether a public authority can issue for a name or an address at all (CA/Browser Forum baseline requirements, section 4.2.2). */
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

    /** Why not, with what to do instead, in a user's words; empty when it can. */
    public static Optional<String> refusal(HostName name) {
        String remedy = name.isAddress() ? "a public one" : "a name of the public DNS";
        return kind(name)
                .map(kind -> "no public authority issues certificates for " + kind + "; use " + remedy
                        + ", an authority of your own, or upload a certificate");
    }

    /** Which kind of names that nobody issues for it is one of, such as {@code a private address}; empty for others. */
    public static Optional<String> kind(HostName name) {
        if (name.isAddress()) {
            return SpecialAddress.kind(name.address().orElseThrow());
        }
        String base = name.base();
        String last = base.substring(base.lastIndexOf('.') + 1);
        String ending = base.equals(HOME) || base.endsWith("." + HOME) ? HOME : last;
        if (ENDINGS.contains(ending)) {
            return Optional.of("names in ." + ending);
        }
        return base.indexOf('.') >= 0 ? Optional.empty() : Optional.of("a name without a dot");
    }
}
