package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Things to store, made up. */
public final class Records {
    public static final URI AUTHORITY = URI.create("https://ca.example.org/directory");
    public static final String KEY = "-----BEGIN PRIVATE KEY-----\nkept from all eyes\n-----END PRIVATE KEY-----\n";

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Records() {}

    public static Certificate certificate(String... names) {
        return new Certificate(
                List.of(names).stream().map(HostName::of).toList(),
                NOON,
                NOON.plusSeconds(90 * 86_400),
                "CN=Some Authority",
                "a1b2.c3d4",
                "0123456789abcdef",
                "-----BEGIN CERTIFICATE-----\n" + names[0] + "\n-----END CERTIFICATE-----\n",
                KEY);
    }

    /** With nothing left out. */
    public static NameRecord full(String name) {
        return new NameRecord(
                HostName.of(name),
                Optional.of(certificate(name, "www.example.net")),
                Optional.of(AUTHORITY),
                true,
                Optional.of(certificate(name)),
                Optional.of(new PendingOrder(AUTHORITY, AUTHORITY.resolve("order/7"), KEY, NOON)),
                new NameRecord.Attempts(
                        3,
                        Optional.of(NOON),
                        "the name does not lead here: \"é\"",
                        Optional.of(NOON.plusSeconds(60)),
                        Optional.of(AUTHORITY.resolve("unpause")),
                        true,
                        List.of(AUTHORITY)),
                Optional.of(new NameRecord.Renewal(
                        new RenewalInfo(
                                NOON, NOON.plusSeconds(10), Optional.of(AUTHORITY.resolve("why")), NOON.plusMillis(1)),
                        NOON.plusNanos(5))));
    }

    /** With everything left out. */
    public static NameRecord bare(String name) {
        return NameRecord.of(HostName.of(name));
    }

    public static OrderLedger ledger() {
        return new OrderLedger(List.of(
                new OrderLedger.Entry(AUTHORITY, HostName.of("*.example.org"), OrderLedger.Event.ORDERED, true, NOON),
                new OrderLedger.Entry(
                        AUTHORITY, HostName.of("a.example.org"), OrderLedger.Event.FAILED_AUTHORIZATION, false, NOON)));
    }
}
