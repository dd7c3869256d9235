package dev.berth.proxy.acme;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One HTTP request whose answer is whole, of a bearable size and within its time, or fails. */
final class Exchange {
    private Exchange() {}

    /**
     * An interrupt ends it with an {@link InterruptedIOException} and stays set. A connection that the other side had
     * given up while it was idle is replaced once.
     */
    static HttpResponse<InputStream> of(HttpClient client, HttpRequest request, Duration patience) throws IOException {
        try {
            return once(client, request, patience);
        } catch (IOException e) {
            if (!wasIdle(e)) {
                throw e;
            }
            return once(client, request, patience);
        }
    }

    private static HttpResponse<InputStream> once(HttpClient client, HttpRequest request, Duration patience)
            throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(
                request, info -> HttpResponse.BodySubscribers.mapping(new BoundedBody(), ByteArrayInputStream::new));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(
                    "interrupted while waiting for " + request.uri().getHost());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no whole answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private static boolean wasIdle(IOException e) {
        return Stream.iterate((Throwable) e, one -> one != null, Throwable::getCause)
                .anyMatch(one -> one instanceof EOFException
                        || String.valueOf(one.getMessage()).contains("Connection reset"));
    }
}
