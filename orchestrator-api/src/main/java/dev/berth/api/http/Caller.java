package dev.berth.api.http;

import dev.berth.core.operate.Operations;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param name of the token
 * @param project the only one the token knows; empty: all
 */
public record Caller(String name, Access access, Optional<ProjectName> project) {
    /** One without a token. */
    static final Caller NOBODY = new Caller("nobody", Access.OPEN, Optional.empty());

    static Caller of(AccessToken token) {
        return new Caller(token.name(), Access.of(token.scope()), token.project());
    }

    /** Whether there is anything that this token must not do. */
    boolean isLimited() {
        return access != Access.ADMIN || project.isPresent();
    }

    /** @throws ApiException 403 when the token is not good for that */
    void require(Access needed) {
        if (!access.includes(needed)) {
            throw ApiException.of(
                    403,
                    "Not allowed",
                    "the token \"" + name + "\" has the scope " + access.text() + "; this needs " + needed.text(),
                    "use a token with the scope " + needed.text());
        }
    }

    /** What they may order. */
    Operations may(Operations operations) {
        return project.isPresent() ? operations.ofOneProject() : operations;
    }

    public boolean sees(ProjectName wanted) {
        return project.isEmpty() || project.get().equals(wanted);
    }
}
