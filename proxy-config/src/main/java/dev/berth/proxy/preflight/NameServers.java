package dev.berth.proxy.preflight;

import dev.berth.proxy.preflight.NameFacts.Addresses;
import dev.berth.proxy.preflight.NameFacts.Caa;
import dev.berth.proxy.preflight.NameFacts.CaaAnswer;
import dev.berth.proxy.preflight.NameFacts.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks name servers, past every cache and hosts file of this machine; aliases (CNAME, DNAME) are followed. */
final class NameServers {
    private static final Duration ONE_TRY = Duration.ofMillis(700);
    private static final int CRITICAL = 128;

    private final LookupSession session;

    private NameServers(Resolver resolver) {
        session = LookupSession.builder().resolver(resolver).build();
    }

    /** @param resolver empty for those of the system ({@code /etc/resolv.conf}) */
    static NameServers of(Optional<InetSocketAddress> resolver) {
        ExtendedResolver chosen = resolver.map(address -> new ExtendedResolver(List.of(new SimpleResolver(address))))
                .orElseGet(ExtendedResolver::new);
        // Its own timeout is that of all tries together.
        for (Resolver one : chosen.getResolvers()) {
            one.setTimeout(ONE_TRY);
        }
        chosen.setRetries(2);
        return new NameServers(chosen);
    }

    /** @param type {@code A} or {@code AAAA} */
    CompletableFuture<Addresses> addresses(String host, String type) {
        return ask(host, Type.value(type)).handle((result, failure) -> {
            if (failure != null) {
                return new Addresses(type, outcome(failure), List.of(), words(failure));
            }
            List<InetAddress> found = result.getRecords().stream()
                    .flatMap(r -> address(r).stream())
                    .toList();
            return new Addresses(type, found.isEmpty() ? Outcome.NOTHING : Outcome.FOUND, found, "");
        });
    }

    CompletableFuture<CaaAnswer> caa(String host) {
        return ask(host, Type.CAA).handle((result, failure) -> {
            if (failure != null) {
                return new CaaAnswer(host, outcome(failure), List.of(), words(failure));
            }
            List<Caa> found = result.getRecords().stream()
                    .filter(CAARecord.class::isInstance)
                    .map(CAARecord.class::cast)
                    .map(r -> new Caa((r.getFlags() & CRITICAL) != 0, r.getTag(), r.getValue()))
                    .toList();
            return new CaaAnswer(host, found.isEmpty() ? Outcome.NOTHING : Outcome.FOUND, found, "");
        });
    }

    private CompletableFuture<LookupResult> ask(String host, int type) {
        try {
            return session.lookupAsync(Name.fromString(host + "."), type).toCompletableFuture();
        } catch (TextParseException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Optional<InetAddress> address(Record record) {
        if (record instanceof ARecord a) {
            return Optional.of(a.getAddress());
        }
        return record instanceof AAAARecord aaaa ? Optional.of(aaaa.getAddress()) : Optional.empty();
    }

    private static Outcome outcome(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof NoSuchDomainException) {
            return Outcome.NO_SUCH_NAME;
        }
        return cause instanceof NoSuchRRSetException ? Outcome.NOTHING : Outcome.FAILED;
    }

    private static String words(Throwable failure) {
        if (outcome(failure) != Outcome.FAILED) {
            return "";
        }
        Throwable cause = cause(failure);
        return Optional.ofNullable(cause.getMessage())
                .orElse(cause.getClass().getSimpleName())
                .lines()
                .findFirst()
                .orElse("");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? cause(failure.getCause())
                : failure;
    }
}
