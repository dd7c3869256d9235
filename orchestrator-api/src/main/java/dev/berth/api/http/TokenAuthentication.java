package dev.berth.api.http;

import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Tokens;
import io.javalin.http.Context;
import java.util.Optional;

/** Finds out who asks, from {@code Authorization: Bearer}, and whether they may. */
final class TokenAuthentication {
    private static final String SCHEME = "bearer ";

    private final Tokens tokens;
    private final FailedLogins failures;

    TokenAuthentication(Tokens tokens, FailedLogins failures) {
        this.tokens = tokens;
        this.failures = failures;
    }

    /** The caller of a request to this route. @throws ApiException 401, 403, 404 and 429 */
    Caller require(Context context, Access access) {
        if (access == Access.OPEN) {
            return Caller.NOBODY;
        }
        Caller caller = token(context).flatMap(tokens::find).map(Caller::of).orElseThrow(() -> refused(context));
        String project = context.pathParamMap().get("p");
        if (project != null && !project.equals("-") && !sees(caller, project)) {
            throw ApiException.unknown("project " + project);
        }
        caller.require(project == null ? access : access.in(project));
        return caller;
    }

    /** Whether the token that a request came with is good now; asks the store, so not for every byte of an answer. */
    boolean isStillGood(String token) {
        return tokens.find(token).isPresent();
    }

    private static boolean sees(Caller caller, String project) {
        return caller.project().map(ProjectName::text).map(project::equals).orElse(true);
    }

    static Optional<String> token(Context context) {
        String header = context.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(header.substring(SCHEME.length()).strip());
    }

    private ApiException refused(Context context) {
        if (failures.tooMany(context.ip())) {
            return ApiException.of(
                            429,
                            "Too many attempts",
                            "too many requests without a good token came from this address",
                            "wait a minute, then use a good token")
                    .header("Retry-After", String.valueOf(FailedLogins.WITHIN.toSeconds()));
        }
        boolean given = context.header("Authorization") != null;
        return ApiException.of(
                        401,
                        "Who are you?",
                        given ? "the token is not known, or has expired" : "a token is needed",
                        "send  Authorization: Bearer TOKEN  (the command line reads BERTH_TOKEN); the first token"
                                + " stands in admin.token in the daemon's data directory")
                .header("WWW-Authenticate", "Bearer realm=\"berth\"" + (given ? ", error=\"invalid_token\"" : ""));
    }
}
