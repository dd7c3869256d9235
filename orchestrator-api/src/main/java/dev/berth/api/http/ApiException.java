package dev.berth.api.http;

import dev.berth.api.view.ProblemDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request that is answered with a problem: its body, its headers, and a text of its own where it has one. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProblemDetails details;
    private final transient Map<String, List<String>> headers = new TreeMap<>();
    private transient String text;

    private ApiException(ProblemDetails details) {
        super(details.detail());
        this.details = details;
    }

    static ApiException of(ProblemDetails details) {
        return new ApiException(details);
    }

    static ApiException of(int status, String title, String detail, String remedy) {
        return new ApiException(ProblemDetails.of(status, title, detail, remedy));
    }

    static ApiException unknown(String what) {
        return unknown(what, "berth ls");
    }

    /** @param list the command that shows what there is */
    static ApiException unknown(String what, String list) {
        return of(404, "Not found", "there is no " + what, "look at what there is with  " + list);
    }

    static ApiException wrong(String detail, String remedy) {
        return of(422, "Wrong request", detail, remedy);
    }

    ApiException header(String name, String... values) {
        headers.put(name, List.of(values));
        return this;
    }

    /** What to show a person instead of detail and remedy. */
    ApiException shownAs(String some) {
        text = some;
        return this;
    }

    ProblemDetails details() {
        return details;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    Optional<String> text() {
        return Optional.ofNullable(text);
    }
}
