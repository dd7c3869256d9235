package dev.berth.proxy.acme;

import dev.berth.proxy.SelfSigned;
import dev.berth.proxy.route.HostName;

/** Puts proofs on a board, as the one who talks to an authority does. */
public final class ShownProof {

    private ShownProof() {}

    public static SelfSigned show(ChallengeBoard board, String name) {
        SelfSigned made = SelfSigned.of(name);
        board.show(HostName.of(name), new ChallengeBoard.Proof(made.certificate(), made.key()));
        return made;
    }

    public static void hide(ChallengeBoard board, String name) {
        board.hide(HostName.of(name));
    }
}
