package dev.berth.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.view.AccessText;
import dev.berth.api.view.ListView;
import dev.berth.api.view.TokenView;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken;
import dev.berth.core.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tokens: made, listed and taken back by an admin of all projects. */
final class TokenResource implements Resource {
    private static final String ALL = ApiRoute.PREFIX + "/tokens";
    private static final int LARGEST = 16 * 1024;
    private static final String EXAMPLE = "{\"name\": \"ci\", \"scope\": \"deploy\"}";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,39}");

    private static final List<String> KEYS = List.of("name", "scope", "project", "expires_at", "expires");

    private final Store store;
    private final Clock clock;
    private final Moments moments;

    TokenResource(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.moments = new Moments(clock);
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(ALL, "All tokens, without their text", this::list)
                        .by(Access.ADMIN)
                        .givesList(TokenView.class),
                ApiRoute.of("POST", ALL, Access.ADMIN, "Makes a token; its text is shown only now", 201, this::make)
                        .takes(Body.TOKEN)
                        .gives(TokenView.class),
                ApiRoute.of("DELETE", ALL + "/{name}", Access.ADMIN, "Takes a token back", 204, this::remove));
    }

    private void list(Exchange exchange) {
        exchange.requireAllProjects();
        List<TokenView> tokens = views();
        exchange.answer(200, ListView.of(tokens), style -> AccessText.tokens(tokens, style));
    }

    private void make(Exchange exchange) throws IOException {
        exchange.requireAllProjects();
        JsonNode body = exchange.jsonBody(LARGEST, EXAMPLE);
        body.fieldNames().forEachRemaining(TokenResource::requireKnown);
        String name = body.path("name").asText();
        if (!NAME.matcher(name).matches()) {
            throw ApiException.wrong(
                    "a token's name is 1 to 40 letters, digits and . _ -, not \"" + name + "\"",
                    "send such as " + EXAMPLE);
        }
        AccessToken.Scope scope = scope(body.path("scope").asText());
        String text;
        try {
            text = store.tokens().add(name, scope, project(body), expiry(body));
        } catch (IllegalArgumentException e) {
            throw ApiException.of(409, "Name taken", e.getMessage(), "use another name, or remove that one first");
        }
        store.audit().add(exchange.caller().name(), "token create", name, scope.text());
        TokenView made =
                views().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
        exchange.answer(201, made.withText(text), style -> text + "\n");
    }

    private void remove(Exchange exchange) {
        exchange.requireAllProjects();
        String name = exchange.path("name");
        List<String> admins = store.tokens().list().stream()
                .filter(t -> t.scope() == AccessToken.Scope.ADMIN && t.project().isEmpty() && isGood(t))
                .map(AccessToken::name)
                .toList();
        if (admins.equals(List.of(name))) {
            throw ApiException.of(
                    409, "The last admin", "\"" + name + "\" is the last admin token", "make another one first");
        }
        if (!store.tokens().remove(name)) {
            throw ApiException.unknown("token " + name, "berth token ls");
        }
        store.audit().add(exchange.caller().name(), "token rm", name, "removed");
        exchange.context().status(204);
    }

    private List<TokenView> views() {
        return store.tokens().list().stream().map(TokenView::of).toList();
    }

    private boolean isGood(AccessToken token) {
        return token.expiresAt().map(clock.instant()::isBefore).orElse(true);
    }

    private static void requireKnown(String key) {
        if (!KEYS.contains(key)) {
            throw ApiException.wrong(
                    "a token has no \"" + key + "\"" + Suggestion.tail(key, KEYS),
                    "send such as {\"name\": \"ci\", \"scope\": \"deploy\", \"expires_at\": \"30d\"}");
        }
    }

    private static AccessToken.Scope scope(String text) {
        try {
            return AccessToken.Scope.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ApiException.wrong("scope must be read, deploy or admin, not \"" + text + "\"", "choose one of them");
        }
    }

    private static Optional<ProjectName> project(JsonNode body) {
        if (!body.hasNonNull("project")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ProjectName.of(body.path("project").asText()));
        } catch (IllegalArgumentException e) {
            throw ApiException.wrong(e.getMessage(), "name the project the token is for, or none");
        }
    }

    private Optional<Instant> expiry(JsonNode body) {
        String text = body.hasNonNull("expires_at")
                ? body.path("expires_at").asText()
                : body.path("expires").asText();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Instant end = moments.after(text);
        if (!end.isAfter(clock.instant())) {
            throw ApiException.wrong("\"" + text + "\" is over already", "name a moment to come, such as 30d");
        }
        return Optional.of(end);
    }
}
