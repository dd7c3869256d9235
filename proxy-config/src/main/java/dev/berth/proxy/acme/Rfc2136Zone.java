package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Zones of a name server that takes dynamic updates (RFC 2136), signed with a shared key (TSIG, RFC 8945). */
public final class Rfc2136Zone implements DnsZone {
    /** Those that name servers and the DNS library both know (RFC 8945 section 6), as they are written everywhere. */
    public static final List<String> ALGORITHMS =
            List.of("hmac-md5", "hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512");

    private static final int TTL = 60;
    private static final Duration ONE_ANSWER = Duration.ofSeconds(10);

    private final InetSocketAddress server;
    private final TsigKey key;
    private final Optional<HostName> zone;

    /**
     * @param name as the name server knows it
     * @param algorithm one of {@link #ALGORITHMS}
     * @param secret in base64
     */
    public record TsigKey(String name, String algorithm, String secret) {
        @Override
        public String toString() {
            return "TsigKey[" + name + "]";
        }
    }

    /** @param zone that the records stand in; empty: the server is asked for it */
    public Rfc2136Zone(InetSocketAddress server, TsigKey key, Optional<HostName> zone) {
        this.server = server;
        this.key = key;
        this.zone = zone;
        tsig();
    }

    @Override
    public void add(String name, String text) {
        update(name, "add", update -> update.add(record(name, text, TTL)));
    }

    @Override
    public void remove(String name, String text) {
        update(name, "remove", update -> update.delete(record(name, text, 0)));
    }

    private interface Change {
        void in(Update update) throws IOException;
    }

    private void update(String name, String attempt, Change change) {
        try {
            Update update = new Update(zone(name));
            change.in(update);
            int code = send(update).getRcode();
            if (code != Rcode.NOERROR) {
                throw failure(attempt, name, "it says " + Rcode.string(code), null);
            }
        } catch (IOException e) {
            throw failure(attempt, name, AcmeFailure.words(e), e);
        }
    }

    /** The zone that the name is in, as the server itself sees it. */
    private Name zone(String name) throws IOException {
        if (zone.isPresent()) {
            return DnsLookup.name(zone.get().text());
        }
        Message answer = send(Message.newQuery(Record.newRecord(DnsLookup.name(name), Type.SOA, DClass.IN)));
        Optional<Name> found = Stream.of(Section.ANSWER, Section.AUTHORITY)
                .flatMap(section -> answer.getSection(section).stream())
                .filter(SOARecord.class::isInstance)
                .map(Record::getName)
                .findFirst();
        return found.orElseThrow(() -> failure("find the zone of", name, "it has none for that name", null));
    }

    private Message send(Message message) throws IOException {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTCP(true);
        resolver.setTimeout(ONE_ANSWER);
        resolver.setTSIGKey(tsig());
        return resolver.send(message);
    }

    private TSIG tsig() {
        try {
            // dnsjava takes some of what is not base64 for another key.
            return new TSIG(key.algorithm(), key.name(), Base64.getEncoder().encodeToString(decoded(key.secret())));
        } catch (RuntimeException e) {
            // Without the cause, which may show the secret.
            throw new IllegalArgumentException("the TSIG key " + key.name()
                    + " is not usable: its name is one of DNS, and its secret is base64, as the name server"
                    + " shows it; correct --dns-key-name, or what stands in --dns-secret-file");
        }
    }

    private static byte[] decoded(String secret) {
        byte[] bytes = Base64.getDecoder().decode(secret);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("it is empty");
        }
        return bytes;
    }

    private static Record record(String name, String text, int ttl) {
        return new TXTRecord(DnsLookup.name(name), DClass.IN, ttl, text);
    }

    private IssuanceFailure failure(String attempt, String name, String words, IOException cause) {
        return new IssuanceFailure(
                DnsLookup.kind(),
                "cannot " + attempt + " the record " + name + " at the name server " + server.getHostString() + ":"
                        + server.getPort() + ": " + words
                        + "; check that the server runs, and that the key " + key.name() + " may update that zone",
                cause);
    }
}
