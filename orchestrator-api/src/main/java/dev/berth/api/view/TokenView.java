package dev.berth.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.core.store.AccessToken;
import java.time.Instant;

/**
 * A token in an answer.
 *
 * @param token its text, only when it has just been made
 */
public record TokenView(
        String name,
        String scope,
        String project,
        Instant createdAt,
        Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) String token) {
    public static TokenView of(AccessToken token) {
        return new TokenView(
                token.name(),
                token.scope().text(),
                token.project().map(Object::toString).orElse(null),
                token.createdAt(),
                token.expiresAt().orElse(null),
                null);
    }

    public TokenView withText(String text) {
        return new TokenView(name, scope, project, createdAt, expiresAt, text);
    }
}
