package dev.berth.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One method on one path: who may use it, what it takes, what it gives, and what answers it. The server registers these
 * and {@code /openapi.json} describes them, so that neither knows one that the other lacks.
 *
 * @param path with {@code {p}} project, {@code {a}} application and others
 * @param queries name and meaning of each query parameter
 * @param view of a successful JSON answer
 * @param media of a successful answer, where it is none of JSON and text
 * @param socket whether it is a web socket
 */
record ApiRoute(
        String method,
        String path,
        Access access,
        String summary,
        Body body,
        List<Query> queries,
        List<Integer> successes,
        Optional<Class<?>> view,
        boolean list,
        Optional<String> media,
        boolean socket,
        Answer answer) {
    /** Everything but health, metrics and the description itself is below. */
    static final String PREFIX = "/api/v1";

    /** A parameter behind the question mark. */
    record Query(String name, String meaning) {}

    static ApiRoute get(String path, String summary, Answer answer) {
        return of("GET", path, Access.READ, summary, 200, answer);
    }

    static ApiRoute put(String path, String summary, Answer answer) {
        return of("PUT", path, Access.DEPLOY, summary, 202, answer);
    }

    static ApiRoute post(String path, String summary, Answer answer) {
        return of("POST", path, Access.DEPLOY, summary, 202, answer);
    }

    static ApiRoute of(String method, String path, Access access, String summary, int success, Answer answer) {
        return new ApiRoute(
                method,
                path,
                access,
                summary,
                Body.NONE,
                List.of(),
                List.of(success),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                answer);
    }

    ApiRoute by(Access some) {
        return new ApiRoute(
                method, path, some, summary, body, queries, successes, view, list, media, socket, answer);
    }

    ApiRoute takes(Body some) {
        return new ApiRoute(
                method, path, access, summary, some, queries, successes, view, list, media, socket, answer);
    }

    ApiRoute query(String name, String meaning) {
        List<Query> more = new ArrayList<>(queries);
        more.add(new Query(name, meaning));
        return new ApiRoute(
                method, path, access, summary, body, List.copyOf(more), successes, view, list, media, socket, answer);
    }

    ApiRoute gives(Class<?> some, Integer... statuses) {
        return new ApiRoute(
                method,
                path,
                access,
                summary,
                body,
                queries,
                statuses.length == 0 ? successes : List.of(statuses),
                Optional.of(some),
                list,
                media,
                socket,
                answer);
    }

    ApiRoute givesList(Class<?> some) {
        return new ApiRoute(
                method, path, access, summary, body, queries, successes, Optional.of(some), true, media, socket, answer);
    }

    ApiRoute gives(String type) {
        return new ApiRoute(
                method,
                path,
                access,
                summary,
                body,
                queries,
                successes,
                view,
                list,
                Optional.of(type),
                socket,
                answer);
    }

    ApiRoute asSocket() {
        return new ApiRoute(
                method, path, access, summary, body, queries, List.of(101), view, list, media, true, answer);
    }
}
