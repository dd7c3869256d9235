package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Clockwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/**
 * acme4j's connection, more exact: an answer is whole within its time, an interrupt ends it and stays set, Retry-After
 * is meant by our clock, no refusal loses it, and what is no problem document keeps its status.
 */
final class AcmeConnection extends DefaultConnection {
    private static final String PROBLEM = "application/problem+json";
    private static final int TOO_MANY = 429;
    /** How often acme4j's own ten attempts with fresh nonces are repeated. */
    private static final int NONCE_ROUNDS = 4;

    private final Clockwork clock;
    private final Duration patience;

    AcmeConnection(HttpConnector connector, Clockwork clock, Duration patience) {
        super(connector);
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    protected int sendSignedRequest(
            URL url, JSONBuilder claims, Session session, KeyPair keypair, URL accountLocation, String accept)
            throws AcmeException {
        for (int round = 1; ; round++) {
            try {
                return super.sendSignedRequest(url, claims, session, keypair, accountLocation, accept);
            } catch (AcmeServerException e) {
                if (round == NONCE_ROUNDS || !AcmeFailure.type(e.getProblem()).equals("badNonce")) {
                    throw withRetryAfter(e);
                }
                close();
            }
        }
    }

    @Override
    public int sendRequest(URL url, Session session, ZonedDateTime ifModifiedSince) throws AcmeException {
        try {
            return super.sendRequest(url, session, ifModifiedSince);
        } catch (AcmeServerException e) {
            throw withRetryAfter(e);
        }
    }

    /** acme4j keeps that of {@code rateLimited} only; of every other refusal it becomes the cause. */
    private AcmeServerException withRetryAfter(AcmeServerException refusal) {
        Optional<Instant> retryAt = getRetryAfter();
        if (retryAt.isPresent() && refusal.getCause() == null) {
            refusal.initCause(new AuthorityTrouble(lastResponse.statusCode(), retryAt, ""));
        }
        return refusal;
    }

    /** Also after an answer without a nonce, which acme4j does not expect. */
    @Override
    public void resetNonce(Session session) throws AcmeException {
        close();
        super.resetNonce(session);
    }

    @Override
    public Optional<Instant> getRetryAfter() {
        return lastResponse == null ? Optional.empty() : RetryAfter.of(lastResponse.headers(), clock.now());
    }

    @Override
    protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body) throws IOException {
        if (isHttps(session.getServerUri().getScheme()) && !isHttps(url.getProtocol())) {
            // RFC 8555 section 6.1; and whatever answers there without TLS, it is not the authority.
            throw new AcmeProtocolException("a link from https to " + url.getProtocol());
        }
        HttpRequest.Builder builder = httpConnector
                .createRequestBuilder(url)
                .header("Accept-Charset", "utf-8")
                .header("Accept-Language", "en")
                .timeout(patience);
        body.accept(builder);
        HttpResponse<InputStream> response = Exchange.of(httpClient, builder.build(), patience);
        int status = response.statusCode();
        boolean problem = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith(PROBLEM))
                .isPresent();
        if (status >= 500 || status >= 400 && !problem) {
            throw new AuthorityTrouble(
                    status,
                    RetryAfter.of(response.headers(), clock.now()),
                    problem ? AcmeFailure.detail(response.body()) : words(status, response.body()));
        }
        lastResponse = response;
    }

    private static boolean isHttps(String scheme) {
        return "https".equalsIgnoreCase(scheme);
    }

    private static String words(int status, InputStream body) throws IOException {
        String text = new String(body.readNBytes(200), StandardCharsets.UTF_8).strip();
        return text.startsWith("<") || text.contains("{") ? (status == TOO_MANY ? "too many requests" : "") : text;
    }
}
