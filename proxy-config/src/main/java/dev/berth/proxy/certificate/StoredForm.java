package dev.berth.proxy.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.proxy.certificate.CertificateStore.Account;
import dev.berth.proxy.certificate.CertificateStore.DnsRecord;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What is stored, as JSON and back. Every text carries the number of its form. A component that a text has and its
 * record lacks is passed over; one that it lacks is nothing, which every component may be but the name.
 */
final class StoredForm {
    private static final int FORM = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StoredForm() {}

    /** All of one name; nothing stands for what is empty. */
    record Name(
            int form,
            String name,
            Leaf certificate,
            String origin,
            boolean proven,
            Leaf previous,
            Order pending,
            Tries attempts,
            Window renewal) {}

    record Leaf(
            List<String> names,
            String notBefore,
            String notAfter,
            String issuer,
            String ariId,
            String fingerprint,
            String chain,
            String key) {}

    record Order(String issuer, String order, String key, String placedAt) {}

    record Tries(
            int failed,
            String since,
            String message,
            String nextAt,
            String userAction,
            boolean staged,
            List<String> closed) {}

    record Window(String start, String end, String explanation, String askAgainAt, String chosen, Boolean person) {}

    record Member(int form, String directory, String location, String key, String contact) {}

    record Ledger(int form, List<Line> entries) {}

    record Line(String directory, String name, String event, boolean renewal, String at) {}

    static byte[] of(NameRecord record) {
        return write(new Name(
                FORM,
                record.name().text(),
                record.certificate().map(StoredForm::leaf).orElse(null),
                text(record.origin()),
                record.proven(),
                record.previous().map(StoredForm::leaf).orElse(null),
                record.pending().map(StoredForm::order).orElse(null),
                tries(record.attempts()),
                record.renewal().map(StoredForm::window).orElse(null)));
    }

    /** @throws IllegalArgumentException with what is not understood; without any of the text itself */
    static NameRecord name(byte[] text) {
        return understood(
                text,
                Name.class,
                Name::form,
                stored -> new NameRecord(
                        HostName.of(stored.name()),
                        Optional.ofNullable(stored.certificate()).map(StoredForm::certificate),
                        uri(stored.origin()),
                        stored.proven(),
                        Optional.ofNullable(stored.previous()).map(StoredForm::certificate),
                        Optional.ofNullable(stored.pending()).map(StoredForm::pending),
                        Optional.ofNullable(stored.attempts())
                                .map(StoredForm::attempts)
                                .orElse(NameRecord.Attempts.NONE),
                        Optional.ofNullable(stored.renewal()).map(StoredForm::renewal)));
    }

    record Laid(int form, List<Text> records) {}

    record Text(String name, String text) {}

    static byte[] of(Set<DnsRecord> records) {
        return write(new Laid(
                FORM,
                records.stream()
                        .map(record -> new Text(record.name(), record.text()))
                        .toList()));
    }

    /** @throws IllegalArgumentException with what is not understood */
    static Set<DnsRecord> records(byte[] text) {
        return understood(text, Laid.class, Laid::form, stored -> stored.records().stream()
                .map(one -> new DnsRecord(present(one.name()), present(one.text())))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    static byte[] of(URI directory, Account account) {
        return write(new Member(
                FORM, directory.toString(), text(account.location()), account.keyPem(), text(account.contact())));
    }

    /** @throws IllegalArgumentException with what is not understood */
    static Account account(byte[] text) {
        return understood(
                text,
                Member.class,
                Member::form,
                stored -> new Account(
                        uri(stored.location()), present(stored.key()), Optional.ofNullable(stored.contact())));
    }

    static byte[] of(OrderLedger ledger) {
        return write(new Ledger(
                FORM,
                ledger.entries().stream()
                        .map(e -> new Line(
                                e.directory().toString(),
                                e.name().text(),
                                e.event().name(),
                                e.renewal(),
                                e.at().toString()))
                        .toList()));
    }

    /** @throws IllegalArgumentException with what is not understood */
    static OrderLedger ledger(byte[] text) {
        return understood(
                text,
                Ledger.class,
                Ledger::form,
                stored -> new OrderLedger(stored.entries().stream()
                        .map(line -> new OrderLedger.Entry(
                                URI.create(line.directory()),
                                HostName.of(line.name()),
                                OrderLedger.Event.valueOf(line.event()),
                                line.renewal(),
                                Instant.parse(line.at())))
                        .toList()));
    }

    private static Leaf leaf(Certificate certificate) {
        return new Leaf(
                certificate.names().stream().map(HostName::text).toList(),
                certificate.notBefore().toString(),
                certificate.notAfter().toString(),
                certificate.issuer(),
                certificate.ariId(),
                certificate.fingerprint(),
                certificate.chainPem(),
                certificate.keyPem());
    }

    private static Certificate certificate(Leaf leaf) {
        return new Certificate(
                leaf.names().stream().map(HostName::of).toList(),
                Instant.parse(leaf.notBefore()),
                Instant.parse(leaf.notAfter()),
                present(leaf.issuer()),
                present(leaf.ariId()),
                present(leaf.fingerprint()),
                present(leaf.chain()),
                present(leaf.key()));
    }

    private static Order order(PendingOrder order) {
        return new Order(
                order.issuer().toString(),
                order.order().toString(),
                order.keyPem(),
                order.placedAt().toString());
    }

    private static PendingOrder pending(Order order) {
        return new PendingOrder(
                URI.create(order.issuer()),
                URI.create(order.order()),
                present(order.key()),
                Instant.parse(order.placedAt()));
    }

    private static Tries tries(NameRecord.Attempts attempts) {
        return new Tries(
                attempts.failed(),
                text(attempts.since()),
                attempts.message(),
                text(attempts.nextAt()),
                text(attempts.userAction()),
                attempts.staged(),
                attempts.closed().stream().map(URI::toString).toList());
    }

    private static NameRecord.Attempts attempts(Tries tries) {
        return new NameRecord.Attempts(
                tries.failed(),
                instant(tries.since()),
                Optional.ofNullable(tries.message()).orElse(""),
                instant(tries.nextAt()),
                uri(tries.userAction()),
                tries.staged(),
                Optional.ofNullable(tries.closed()).orElse(List.of()).stream()
                        .map(URI::create)
                        .toList());
    }

    private static Window window(NameRecord.Renewal renewal) {
        RenewalInfo info = renewal.info();
        return new Window(
                info.start().toString(),
                info.end().toString(),
                text(info.explanation()),
                info.askAgainAt().toString(),
                renewal.chosen().toString(),
                renewal.isByPerson());
    }

    private static NameRecord.Renewal renewal(Window window) {
        RenewalInfo info = new RenewalInfo(
                Instant.parse(window.start()),
                Instant.parse(window.end()),
                uri(window.explanation()),
                Instant.parse(window.askAgainAt()));
        NameRecord.Renewal guessed = new NameRecord.Renewal(info, Instant.parse(window.chosen()));
        return Optional.ofNullable(window.person())
                .map(person -> new NameRecord.Renewal(info, guessed.chosen(), person))
                .orElse(guessed);
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    private static Optional<Instant> instant(String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }

    private static Optional<URI> uri(String text) {
        return Optional.ofNullable(text).map(URI::create);
    }

    private static String present(String text) {
        return Optional.ofNullable(text).orElseThrow(() -> new IllegalArgumentException("a part of it is missing"));
    }

    private static byte[] write(Object stored) {
        try {
            return MAPPER.writeValueAsBytes(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no stored form for " + stored.getClass(), e);
        }
    }

    private static <S, T> T understood(byte[] text, Class<S> as, ToIntFunction<S> form, Function<S, T> meaning) {
        S stored;
        try {
            stored = MAPPER.readValue(new String(text, StandardCharsets.UTF_8), as);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is not the JSON that Berth writes");
        }
        if (stored == null) {
            throw new IllegalArgumentException("it is empty");
        }
        if (form.applyAsInt(stored) > FORM) {
            throw new IllegalArgumentException("a newer Berth wrote it");
        }
        try {
            return meaning.apply(stored);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("a part of it is missing or means nothing");
        }
    }
}
