package dev.berth.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One method on one path: who may use it, what it takes, what it gives, and what answers it. The server registers these
 * and {@code /openapi.json} describes them, so that neither knows one that the other lacks.
 *
 * @param path with {@code {p}} project, {@code {a}} application and others
 * @param queries name and meaning of each query parameter
 * @param media of successful answers besides the JSON of their views, and its text
 * @param event of a stream of server-sent events: what the data of each is
 * @param kind how it is served
 */
record ApiRoute(
        String method,
        String path,
        Access access,
        String summary,
        Body body,
        List<Query> queries,
        List<Success> successes,
        List<String> media,
        Optional<Class<?>> event,
        Kind kind,
        Answer answer) {
    /** Everything but health, metrics and the description itself is below. */
    static final String PREFIX = "/api/v1";

    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z]+}");

    /** A parameter behind the question mark. */
    record Query(String name, String meaning) {}

    /**
     * A status that is no problem, with what comes then.
     *
     * @param view of the JSON body; empty for none
     * @param list whether the body is a list of such views
     */
    record Success(int status, Optional<Class<?>> view, boolean list) {}

    /** How a route is served. */
    enum Kind {
        /** One answer to one request. */
        PLAIN,
        /** An answer that goes on for as long as somebody reads. */
        STREAM,
        /** A web socket. */
        SOCKET
    }

    static ApiRoute get(String path, String summary, Answer answer) {
        return of("GET", path, Access.READ, summary, 200, answer);
    }

    static ApiRoute put(String path, String summary, Answer answer) {
        return of("PUT", path, Access.DEPLOY, summary, 202, answer);
    }

    static ApiRoute post(String path, String summary, Answer answer) {
        return of("POST", path, Access.DEPLOY, summary, 202, answer);
    }

    static ApiRoute delete(String path, String summary, Answer answer) {
        return of("DELETE", path, Access.DEPLOY, summary, 202, answer);
    }

    /** @param success the status of what is no problem */
    static ApiRoute of(String method, String path, Access access, String summary, int success, Answer answer) {
        return new ApiRoute(
                method,
                path,
                access,
                summary,
                Body.NONE,
                List.of(),
                List.of(new Success(success, Optional.empty(), false)),
                List.of(),
                Optional.empty(),
                Kind.PLAIN,
                answer);
    }

    ApiRoute by(Access some) {
        return new ApiRoute(method, path, some, summary, body, queries, successes, media, event, kind, answer);
    }

    ApiRoute takes(Body some) {
        return new ApiRoute(method, path, access, summary, some, queries, successes, media, event, kind, answer);
    }

    ApiRoute query(String name, String meaning) {
        return new ApiRoute(
                method,
                path,
                access,
                summary,
                body,
                plus(queries, new Query(name, meaning)),
                successes,
                media,
                event,
                kind,
                answer);
    }

    /** What comes with the status it has. */
    ApiRoute gives(Class<?> view) {
        return with(List.of(new Success(successes.get(0).status(), Optional.of(view), false)));
    }

    ApiRoute givesList(Class<?> view) {
        return with(List.of(new Success(successes.get(0).status(), Optional.of(view), true)));
    }

    /** What comes with another status, or as another body with the same. */
    ApiRoute or(int status, Class<?> view) {
        return with(plus(successes, new Success(status, Optional.of(view), false)));
    }

    /** Another status, which comes without a body. */
    ApiRoute or(int status) {
        return with(plus(successes, new Success(status, Optional.empty(), false)));
    }

    private ApiRoute with(List<Success> some) {
        return new ApiRoute(method, path, access, summary, body, queries, some, media, event, kind, answer);
    }

    /** A type that a good answer may have. */
    ApiRoute gives(String type) {
        return new ApiRoute(
                method, path, access, summary, body, queries, successes, plus(media, type), event, kind, answer);
    }

    /** Server-sent events, for as long as there are some to come. */
    ApiRoute streams(Class<?> data) {
        List<String> types = plus(media, EventStream.EVENTS);
        return new ApiRoute(
                method, path, access, summary, body, queries, successes, types, Optional.of(data), Kind.STREAM, answer);
    }

    ApiRoute asSocket() {
        List<Success> switched = List.of(new Success(101, Optional.empty(), false));
        return new ApiRoute(method, path, access, summary, body, queries, switched, media, event, Kind.SOCKET, answer);
    }

    private static <T> List<T> plus(List<T> some, T more) {
        List<T> all = new ArrayList<>(some);
        all.add(more);
        return List.copyOf(all);
    }

    /** Whether a request with this path is meant, whatever its method. */
    boolean isAt(String requested) {
        String pattern = PARAMETER.matcher(Pattern.quote(path)).replaceAll("\\\\E[^/]+\\\\Q");
        return requested.matches(pattern + "/?");
    }
}
