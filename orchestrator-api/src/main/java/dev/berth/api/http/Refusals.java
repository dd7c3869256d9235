package dev.berth.api.http;

import dev.berth.api.view.ErrorView;
import dev.berth.api.view.ProblemDetails;
import dev.berth.core.context.ContextException;
import dev.berth.core.engine.EngineException;
import dev.berth.core.operate.CertificateRefusal;
import dev.berth.core.reconcile.RequestException;
import dev.berth.core.route.RouteException;
import dev.berth.core.store.StoreException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the world's refusals are to one who asks over HTTP. */
final class Refusals {
    private Refusals() {}

    /** Empty for what is no refusal but a bug. */
    static Optional<ApiException> of(Exception failure) {
        if (failure instanceof ApiException known) {
            return Optional.of(known);
        }
        if (failure instanceof EngineException engine) {
            int status = status(engine.kind());
            String title = status == 503 ? "The engine is away" : "The engine said no";
            return refusal(status, title, engine);
        }
        if (failure instanceof RouteException route) {
            return refusal(route.kind() == RouteException.Kind.CONFLICT ? 409 : 503, "The proxy said no", route);
        }
        if (failure instanceof ContextException context) {
            return refusal(status(context.kind()), "Upload refused", context);
        }
        if (failure instanceof StoreException store) {
            return refusal(store.kind() == StoreException.Kind.DISK_FULL ? 507 : 503, "The store said no", store);
        }
        if (failure instanceof CertificateRefusal certificate) {
            return Optional.of(refusal(certificate));
        }
        if (failure instanceof RequestException request) {
            return refusal(409, "It cannot be done any more", request);
        }
        return Optional.empty();
    }

    private static Optional<ApiException> refusal(int status, String title, Exception failure) {
        return Optional.of(ApiException.of(status, title, failure.getMessage(), null));
    }

    private static ApiException refusal(CertificateRefusal refusal) {
        String part = refusal.kind().name().toLowerCase(Locale.ROOT);
        ErrorView error = new ErrorView("error", part, "", 1, 1, refusal.getMessage(), refusal.remedy());
        return switch (refusal.kind()) {
            case NOT_POSSIBLE -> ApiException.of(409, "Not possible", refusal.getMessage(), refusal.remedy());
            case NAME -> ApiException.wrong(refusal.getMessage(), refusal.remedy());
            case CERTIFICATE, KEY ->
                ApiException.of(ProblemDetails.of(422, "Wrong certificate", refusal.getMessage(), refusal.remedy())
                        .withErrors(List.of(error)));
        };
    }

    private static int status(EngineException.Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> 404;
            case FOREIGN, PORT_TAKEN -> 409;
            case DISK_FULL -> 507;
            case UNREACHABLE, TIMED_OUT, INTERRUPTED -> 503;
            case IMAGE_UNAVAILABLE, BUILD_FAILED, POOL_EXHAUSTED, REFUSED -> 502;
        };
    }

    private static int status(ContextException.Kind kind) {
        return switch (kind) {
            case MISMATCH, UNSAFE, NOT_A_TAR -> 422;
            case TOO_LARGE -> 413;
            case DISK_FULL -> 507;
            case FAILED -> 503;
        };
    }
}
