package dev.berth.api.http;

import dev.berth.api.view.Json;
import dev.berth.api.view.ProblemDetails;
import dev.berth.api.view.Style;
import dev.berth.core.engine.EngineException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into the answer: problem+json, or the same as text for people. */
final class ErrorResponses {
    static final String JSON = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

    private final Json json;
    private final UnaryOperator<String> allowed;
    private final SecureRandom random = new SecureRandom();

    /** @param allowed the methods that a path takes, as {@code Allow} names them */
    ErrorResponses(Json json, UnaryOperator<String> allowed) {
        this.json = json;
        this.allowed = allowed;
    }

    void answer(Exception failure, Context context) {
        if (context.res().isCommitted()) {
            brokenOff(failure, context);
            return;
        }
        write(refusal(failure, context), context);
    }

    /** What the virtual machine itself refuses is a bug too. */
    void answer(HttpServletResponse response, Error failure) {
        if (response.isCommitted()) {
            LOG.error("an answer broke off", failure);
            return;
        }
        String id = id();
        LOG.error("bug {}", id, failure);
        write(response, 500, JSON, json.write(bug(id)) + "\n");
    }

    /** Nothing can be answered any more. */
    private static void brokenOff(Exception failure, Context context) {
        boolean readerIsGone = failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof EngineException engine && engine.kind() == EngineException.Kind.INTERRUPTED;
        if (readerIsGone) {
            LOG.debug("the answer to {} {} broke off", context.method(), context.path(), failure);
        } else {
            LOG.error("the answer to {} {} broke off", context.method(), context.path(), failure);
        }
    }

    private void write(ApiException refusal, Context context) {
        ProblemDetails details = refusal.details();
        refusal.headers().forEach((name, values) -> values.forEach(v -> context.addHeader(name, v)));
        context.header("Berth-Exit", String.valueOf(exit(details)));
        if (Exchange.wantsText(context)) {
            String text = refusal.text().orElseGet(() -> text(details, Exchange.style(context)));
            write(context.res(), details.status(), "text/plain; charset=utf-8", text);
            return;
        }
        write(context.res(), details.status(), JSON, json.write(details) + "\n");
    }

    /** By hand: before a web socket is switched, Javalin forgets the body. */
    private static void write(HttpServletResponse response, int status, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException e) {
            LOG.debug("nobody waits for the answer any more", e);
        }
    }

    private ApiException refusal(Exception failure, Context context) {
        Optional<ApiException> refusal = Refusals.of(failure);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (failure instanceof HttpResponseException http) {
            return standard(http, context);
        }
        String id = id();
        LOG.error("bug {} at {} {}", id, context.method(), context.path(), failure);
        return ApiException.of(bug(id));
    }

    private ApiException standard(HttpResponseException failure, Context context) {
        String asked = context.method() + " " + context.path();
        return switch (failure.getStatus()) {
            case 404 ->
                ApiException.of(
                        404, "Not found", "there is nothing at " + asked, "look at /openapi.json for what there is");
            case 405 -> notOffered(context);
            default -> ApiException.of(failure.getStatus(), "Refused", asked + ": " + failure.getMessage(), null);
        };
    }

    /** For a method that the path does not take. */
    ApiException notOffered(Context context) {
        String methods = allowed.apply(context.path());
        return ApiException.of(
                        405,
                        "Wrong method",
                        context.path() + " does not take " + context.method(),
                        "use " + methods.replace(", ", " or "))
                .header("Allow", methods);
    }

    private String id() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ProblemDetails bug(String id) {
        return ProblemDetails.of(
                        500,
                        "A bug in Berth",
                        "this request met a bug in Berth, number " + id,
                        "report it with what the daemon's log says under this number")
                .withId(id);
    }

    /** What the command line ends with. */
    private static int exit(ProblemDetails details) {
        return switch (details.status()) {
            case 400, 404, 412, 413, 415, 422 -> 2;
            case 409 -> isForTheSenderToMend(details) ? 2 : 1;
            case 500 -> 70;
            default -> 1;
        };
    }

    /** Otherwise what was asked for is right, and the world is in its way. */
    private static boolean isForTheSenderToMend(ProblemDetails details) {
        return details.removes() != null || !details.errors().isEmpty();
    }

    static String text(ProblemDetails details, Style style) {
        String remedy = details.remedy() == null ? "" : "fix: " + details.remedy() + "\n";
        return style.bad("error:") + " " + Style.plain(details.detail()).strip() + "\n" + remedy;
    }
}
