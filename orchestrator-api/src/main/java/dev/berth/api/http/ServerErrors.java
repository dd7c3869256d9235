package dev.berth.api.http;

import dev.berth.api.view.Json;
import dev.berth.api.view.ProblemDetails;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what the web server refuses before any route is asked: a head that is too large, a line that is no HTTP. */
final class ServerErrors extends ErrorHandler {
    private final Json json;

    ServerErrors(Json json) {
        this.json = json;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        String title = String.valueOf(HttpStatus.getMessage(status));
        ProblemDetails details =
                ProblemDetails.of(status, title, "this is no request for Berth: " + title, "look at /openapi.json");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ErrorResponses.JSON);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        byte[] body = (json.write(details) + "\n").getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
