package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be done now, and what is known of each name.
 *
 * @param todo in the order of urgency; each name at most once
 * @param outlook of every wanted name, and of those that are kept though nobody wants them
 * @param lookAgainAt the next moment at which something may be to do, apart from what the outcome of {@code todo} brings
 */
public record CertificatePlan(List<Todo> todo, SortedMap<HostName, Outlook> outlook, Instant lookAgainAt) {
    public CertificatePlan {
        todo = List.copyOf(todo);
        outlook = new TreeMap<>(outlook);
    }

    /** One thing to do. */
    public sealed interface Todo {
        HostName name();
    }

    /**
     * @param authority whom to ask
     * @param rehearsal whether the certificate is thrown away: the staging authority shows whether it would work
     * @param cause why now, in a user's words
     */
    public record Obtain(URI authority, boolean rehearsal, CertificateRequest request, String cause) implements Todo {
        @Override
        public HostName name() {
            return request.name();
        }
    }

    /** Ask the authority when it would have the certificate renewed. */
    public record AskRenewal(HostName name) implements Todo {}

    /** Nobody wants the name, and its certificate has expired. */
    public record Forget(HostName name) implements Todo {}

    /** How a name stands. */
    public enum State {
        /** Valid; nothing to do before {@link Outlook#nextRenewal}. */
        VALID,
        /** No valid one yet, and one is being got. */
        PENDING,
        /** The last attempt failed; the next one is at {@link Outlook#nextAttempt}. An old one may still be valid. */
        FAILING,
        /** A person must act; see the link. */
        USER_ACTION,
        /** Brought by a person, and not renewed by Berth. */
        UPLOADED,
        /** Covered by the certificate of another name. */
        COVERED,
        /** No authority that is asked here would issue for such a name, or nothing that it could check is at hand. */
        NOT_POSSIBLE,
        /** Expired, and nothing new came. */
        EXPIRED,
        /** Nobody wants the name at the moment; kept until it expires. */
        KEPT
    }

    /**
     * @param why what a person should know: why a renewal comes when it does, or why one is asked for. What went wrong the
     *     last time is in {@link NameRecord.Attempts}, and never takes its place
     * @param nextRenewal when the certificate will be renewed
     * @param nextAttempt when the next attempt may begin after one failed
     */
    public record Outlook(
            State state,
            String why,
            Optional<Instant> nextRenewal,
            Optional<Instant> nextAttempt,
            Optional<URI> link) {}
}
