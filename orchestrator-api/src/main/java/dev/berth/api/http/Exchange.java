package dev.berth.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.view.Json;
import dev.berth.api.view.Style;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** One request and its answer, in this API's own terms. */
final class Exchange {
    private static final int WIDEST = 1000;

    /** Bytes. */
    private static final long READ_ANYHOW = 4 << 20;

    private final Context context;
    private final Caller caller;
    private final BooleanSupplier allowed;
    private final Json json;

    /** @param allowed whether the caller's token is good still */
    Exchange(Context context, Caller caller, BooleanSupplier allowed, Json json) {
        this.context = context;
        this.caller = caller;
        this.allowed = allowed;
        this.json = json;
    }

    Context context() {
        return context;
    }

    Caller caller() {
        return caller;
    }

    /** For answers that go on: whether the caller's token is good still. */
    BooleanSupplier allowed() {
        return allowed;
    }

    Json json() {
        return json;
    }

    /** Whether the caller wants text for people rather than JSON. */
    boolean wantsText() {
        return wantsText(context);
    }

    static boolean wantsText(Context context) {
        String accept = context.header("Accept");
        return accept != null && accept.contains("text/plain") && !accept.contains("json");
    }

    Style style() {
        return style(context);
    }

    static Style style(Context context) {
        boolean colour = "1".equals(context.header("Berth-Color"));
        String columns = context.header("Berth-Columns");
        boolean given = columns != null && columns.matches("[1-9][0-9]{0,5}");
        return new Style(given ? Math.min(WIDEST, Integer.parseInt(columns)) : 0, colour);
    }

    ProjectName project() {
        return name("project", Exchange::projectName, "p");
    }

    ApplicationName application() {
        return name("application", ApplicationName::of, "a");
    }

    private <T> T name(String what, Function<String, T> of, String parameter) {
        String text = context.pathParam(parameter);
        try {
            return of.apply(text);
        } catch (IllegalArgumentException e) {
            if (context.method().name().matches("PUT|POST|PATCH")) {
                throw ApiException.wrong(e.getMessage(), "use another name");
            }
            throw ApiException.unknown(what + " " + text);
        }
    }

    private static ProjectName projectName(String text) {
        return text.equals(ProjectName.PROXY.text()) ? ProjectName.PROXY : ProjectName.of(text);
    }

    String path(String parameter) {
        return context.pathParam(parameter);
    }

    long id() {
        String text = context.pathParam("id");
        if (!text.matches("[0-9]{1,18}")) {
            throw ApiException.unknown("deployment " + text, "berth deployments PROJECT");
        }
        return Long.parseLong(text);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    List<String> queries(String name) {
        return context.queryParams(name);
    }

    /** Whether a query parameter is there and not {@code false} or {@code 0}. */
    boolean flag(String name) {
        return query(name).map(v -> !v.equals("false") && !v.equals("0")).orElse(false);
    }

    int number(String name, int otherwise, int most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("[0-9]{1,9}") || Integer.parseInt(text.get()) > most) {
            throw ApiException.wrong(
                    name + " must be a whole number up to " + most + ", not \"" + text.get() + "\"",
                    "write such as ?" + name + "=" + Math.min(100, most));
        }
        return Integer.parseInt(text.get());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    /** The revision in {@code If-Match}. */
    OptionalLong basedOn() {
        Optional<String> tag = header("If-Match").map(t -> t.strip().replace("\"", ""));
        if (tag.isEmpty() || tag.get().equals("*")) {
            return OptionalLong.empty();
        }
        if (!tag.get().matches("[0-9]{1,18}")) {
            throw ApiException.wrong(
                    "If-Match must be a revision such as \"4\", not " + tag.get(), "send the ETag that you got");
        }
        return OptionalLong.of(Long.parseLong(tag.get()));
    }

    /** The whole body as text. @param limit in bytes; above it the answer is 413 */
    String body(int limit) throws IOException {
        refuseLarger(limit, "send less");
        byte[] bytes = read(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(limit, "send less");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.wrong("the body is not UTF-8 text", "save the file as UTF-8");
        }
    }

    /** Refuses a body that is announced to be larger. @param limit in bytes */
    void refuseLarger(long limit, String remedy) {
        long announced = context.req().getContentLengthLong();
        if (announced > limit) {
            throw tooLarge(limit, remedy);
        }
    }

    /**
     * Lets a sender who was refused come to its end: one that is still sending when the connection closes may never read
     * why, and what is left unread cannot be told from the next request.
     */
    void hearOut() {
        long announced = context.req().getContentLengthLong();
        if (!hasBody() || context.res().isCommitted()) {
            return;
        }
        if (announced < 0 || announced > READ_ANYHOW || header("Expect").isPresent()) {
            context.header("Connection", "close");
            return;
        }
        try {
            context.req().getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            context.header("Connection", "close");
        }
    }

    private boolean hasBody() {
        return context.req().getContentLengthLong() > 0
                || header("Transfer-Encoding").isPresent();
    }

    /** That a sender goes away or falls asleep is nobody's fault here. */
    private byte[] read(int most) throws IOException {
        try {
            return context.req().getInputStream().readNBytes(most);
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private static ApiException brokenOff(IOException e) {
        return ApiException.of(400, "Broken off", "the body did not come whole: " + e.getMessage(), "send it again")
                .header("Connection", "close");
    }

    /** The body as a JSON object. @param example one that would be taken */
    JsonNode jsonBody(int limit, String example) throws IOException {
        return jsonObject(body(limit), example);
    }

    /** The same where a request without a body says something too. */
    Optional<JsonNode> jsonBodyIfAny(int limit, String example) throws IOException {
        String text = body(limit);
        return text.isBlank() ? Optional.empty() : Optional.of(jsonObject(text, example));
    }

    private JsonNode jsonObject(String text, String example) {
        try {
            JsonNode node = json.read(text);
            if (node.isObject()) {
                return node;
            }
            throw ApiException.wrong("the body must be a JSON object", "send such as " + example);
        } catch (IllegalArgumentException e) {
            throw ApiException.wrong(e.getMessage(), "send a JSON object such as " + example);
        }
    }

    /** Refuses a token that is good for one project only. */
    void requireAllProjects() {
        if (caller.project().isPresent()) {
            throw ApiException.of(
                    403,
                    "Not allowed",
                    "the token \"" + caller.name() + "\" is good for the project "
                            + caller.project().get() + " only; this is about all",
                    "use a token for all projects");
        }
    }

    static ApiException tooLarge(long limit, String remedy) {
        String most = limit >= 1 << 20 ? limit / (1 << 20) + " MiB" : limit / 1024 + " KiB";
        return ApiException.of(413, "Too large", "the body is larger than " + most, remedy)
                .header("Connection", "close");
    }

    /** Refuses a body of a type that is not meant here; one without a type passes, and so does none at all. */
    void require(Body body) {
        String type = context.contentType();
        if (body == Body.NONE || type == null || type.isBlank() || !hasBody()) {
            return;
        }
        String bare = type.split(";")[0].strip().toLowerCase(Locale.ROOT);
        if (!body.accepts(bare)) {
            throw ApiException.of(
                    415,
                    "Unknown type of body",
                    "this does not take a body of type " + bare,
                    "send it as " + String.join(" or ", body.types()));
        }
    }

    Exchange header(String name, String value) {
        context.header(name, value);
        return this;
    }

    /** Answers with a view as JSON, or with {@code text} where people read. */
    void answer(int status, Object view, Function<Style, String> text) {
        if (wantsText()) {
            answerText(status, text.apply(style()));
            return;
        }
        context.status(status).contentType("application/json").result(json.write(view) + "\n");
    }

    void answerText(int status, String text) {
        context.status(status).contentType("text/plain; charset=utf-8").result(text);
    }
}
