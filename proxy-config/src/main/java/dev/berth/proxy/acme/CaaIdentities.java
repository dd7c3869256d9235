package dev.berth.proxy.acme;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * By which CAA records know an authority (RFC 8555 section 7.1.1): read from its directory when somebody wants to know,
 * and remembered. Safe for several threads.
 */
final class CaaIdentities {
    /** A look at a name is not held up longer; what comes later is there for the next one. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AcmeNetwork network;
    private final Duration patience;
    /** Under way, or answered. */
    private CompletableFuture<Set<String>> question;

    CaaIdentities(AcmeNetwork network, Duration patience) {
        this.network = network;
        this.patience = patience;
    }

    /** Empty while the directory cannot be read; why, an order tells, which needs it too. */
    Optional<Set<String>> known() {
        try {
            return Optional.of(question().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<Set<String>> question() {
        if (question == null || question.isCompletedExceptionally()) {
            CompletableFuture<Set<String>> next = new CompletableFuture<>();
            Thread thread = new Thread(() -> ask(next), "caa-identities");
            thread.setDaemon(true);
            thread.start();
            question = next;
        }
        return question;
    }

    private void ask(CompletableFuture<Set<String>> answer) {
        try {
            answer.complete(network.session().getMetadata().getCaaIdentities().stream()
                    .map(identity -> identity.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (AcmeException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }
}
