package dev.berth.api.http;

import dev.berth.api.view.UploadView;
import dev.berth.core.context.ContextStore;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;

/** Build contexts, and env files, on their way from a user's machine. */
final class ContextResource implements Resource {
    private static final String ONE = ApiRoute.PREFIX + "/contexts/{digest}";
    private static final Pattern DIGEST = Pattern.compile("(sha256:)?[0-9a-f]{64}");

    private final ContextStore contexts;
    private final Store store;
    private final long limit;

    ContextResource(ContextStore contexts, Store store, long limit) {
        this.contexts = contexts;
        this.store = store;
        this.limit = limit;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.of("HEAD", ONE, Access.DEPLOY, "Whether this upload is here: 200 or 404", 200, this::look),
                ApiRoute.of("PUT", ONE, Access.DEPLOY, "Uploads a build context named by its SHA-256", 201, this::put)
                        .takes(Body.CONTEXT)
                        .gives(UploadView.class)
                        .or(200, UploadView.class),
                ApiRoute.of(
                                "PUT",
                                ApiRoute.PREFIX + "/projects/{p}/applications/{a}/context",
                                Access.DEPLOY,
                                "Uploads the context for this application's next definition that names a relative one",
                                201,
                                this::keep)
                        .takes(Body.CONTEXT)
                        .gives(UploadView.class));
    }

    private void look(Exchange exchange) {
        String name = exchange.path("digest");
        if (!DIGEST.matcher(name).matches() || !contexts.has(digest(name))) {
            throw ApiException.of(404, "Not found", "there is no upload " + name, "send it with PUT");
        }
        exchange.context().status(200);
    }

    private void put(Exchange exchange) throws IOException {
        String name = exchange.path("digest");
        if (!DIGEST.matcher(name).matches()) {
            throw ApiException.wrong(
                    "an upload is named sha256: and 64 hex digits, not \"" + name + "\"",
                    "name it by the SHA-256 of the bytes you send: sha256sum FILE");
        }
        boolean there = contexts.has(digest(name));
        if (!there) {
            contexts.put(digest(name), body(exchange));
        }
        answer(exchange, there ? 200 : 201, digest(name));
    }

    private void keep(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        ApplicationName application = exchange.application();
        String digest = contexts.put(body(exchange));
        store.pendingContexts().set(project, application, digest);
        answer(exchange, 201, digest);
    }

    private InputStream body(Exchange exchange) throws IOException {
        exchange.refuseLarger(
                limit, "name what the build does not need in .dockerignore, or raise the daemon's --max-context");
        return exchange.context().req().getInputStream();
    }

    private static void answer(Exchange exchange, int status, String digest) {
        exchange.answer(status, new UploadView(digest), style -> digest + "\n");
    }

    private static String digest(String name) {
        return name.startsWith("sha256:") ? name : "sha256:" + name;
    }
}
