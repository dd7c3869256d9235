package dev.berth.api.http;

import dev.berth.api.view.Json;
import dev.berth.api.view.ProblemDetails;
import dev.berth.api.view.Style;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into the answer: problem+json, or the same as text for people. */
final class ErrorResponses {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

    private final Json json;
    private final SecureRandom random = new SecureRandom();

    ErrorResponses(Json json) {
        this.json = json;
    }

    void answer(Exception failure, Context context) {
        if (context.res().isCommitted()) {
            LOG.debug("the answer to {} {} broke off", context.method(), context.path(), failure);
            return;
        }
        ApiException refusal = refusal(failure, context);
        ProblemDetails details = refusal.details();
        refusal.headers().forEach((name, values) -> values.forEach(v -> context.addHeader(name, v)));
        context.status(details.status()).header("Berth-Exit", String.valueOf(exit(details.status())));
        if (Exchange.wantsText(context)) {
            String text = refusal.text().orElseGet(() -> text(details, Exchange.style(context)));
            context.contentType("text/plain; charset=utf-8").result(text);
            return;
        }
        context.contentType("application/problem+json").result(json.write(details) + "\n");
    }

    private ApiException refusal(Exception failure, Context context) {
        Optional<ApiException> refusal = Refusals.of(failure);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (failure instanceof HttpResponseException http) {
            return standard(http, context);
        }
        return bug(failure, context);
    }

    private static ApiException standard(HttpResponseException failure, Context context) {
        String asked = context.method() + " " + context.path();
        return switch (failure.getStatus()) {
            case 404 -> ApiException.of(
                    404, "Not found", "there is nothing at " + asked, "look at /openapi.json for what there is");
            case 405 -> ApiException.of(
                    405, "Wrong method", asked + " is not offered", "look at /openapi.json for what there is");
            default -> ApiException.of(failure.getStatus(), "Refused", asked + ": " + failure.getMessage(), null);
        };
    }

    private ApiException bug(Exception failure, Context context) {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        LOG.error("bug {} at {} {}", id, context.method(), context.path(), failure);
        return ApiException.of(ProblemDetails.of(
                        500,
                        "A bug in Berth",
                        "this request met a bug in Berth, number " + id,
                        "report it with what the daemon's log says under this number")
                .withId(id));
    }

    /** What the command line ends with. */
    private static int exit(int status) {
        return switch (status) {
            case 400, 404, 409, 412, 413, 415, 422 -> 2;
            case 500 -> 70;
            default -> 1;
        };
    }

    static String text(ProblemDetails details, Style style) {
        String remedy = details.remedy() == null ? "" : "fix: " + details.remedy() + "\n";
        return style.bad("error:") + " " + Style.plain(details.detail()).strip() + "\n" + remedy;
    }
}
