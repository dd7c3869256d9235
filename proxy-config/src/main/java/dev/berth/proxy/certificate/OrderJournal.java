package dev.berth.proxy.certificate;

/**
 * Is told what an authority is asked and finds, while it happens: authorities count each order and each failed check,
 * whatever becomes of the certificate.
 */
@FunctionalInterface
public interface OrderJournal {
    /**
     * A new order is about to be placed. What it throws ends the attempt before it is; after a check that failed, the
     * attempt ends by that one instead of being postponed.
     *
     * @throws IssuanceFailure {@code POSTPONED} when it would go beyond a limit
     */
    default void ordering() {}

    /** An order is placed and about to be finalized with this key. What it throws ends the attempt before it is. */
    void placed(PendingOrder order);

    /** Nothing can come of an order of earlier any more; a new one may follow. What it throws ends the attempt before that. */
    default void unusable(PendingOrder order) {}

    /**
     * The authority looked, and did not see that the name is ours; another kind of challenge may follow.
     *
     * @param why the kind and what the authority said of it; no secret is in it
     */
    default void checkFailed(String why) {}

    /** It does not take the certificate of before for one that can be replaced; the order goes on without. */
    default void notReplaced() {}
}
