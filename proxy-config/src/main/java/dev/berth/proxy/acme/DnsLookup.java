package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What DNS says of a record: where its name leads, and whether those show it who are asked by an authority. */
final class DnsLookup {
    private static final int DNS_PORT = 53;
    private static final int LONGEST_CHAIN = 8;
    private static final Duration ONE_ANSWER = Duration.ofSeconds(5);

    private final Optional<InetSocketAddress> resolver;
    private final List<InetSocketAddress> servers;
    private final int port;

    DnsLookup(Optional<InetSocketAddress> resolver, List<InetSocketAddress> servers) {
        this(resolver, servers, DNS_PORT);
    }

    /** @param port of the authoritative servers that are found */
    DnsLookup(Optional<InetSocketAddress> resolver, List<InetSocketAddress> servers, int port) {
        this.resolver = resolver;
        this.servers = servers;
        this.port = port;
    }

    /** The name where CNAME records lead, without a dot at its end; the name itself when there are none. */
    String target(String name) {
        Name at = name(name);
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Name here = at;
            Optional<Name> next = resolved(here, Type.CNAME).stream()
                    .filter(CNAMERecord.class::isInstance)
                    .filter(record -> record.getName().equals(here))
                    .map(record -> ((CNAMERecord) record).getTarget())
                    .findFirst();
            if (next.isEmpty()) {
                return at.toString(true);
            }
            at = next.get();
        }
        throw new IssuanceFailure(
                Kind.CHALLENGE,
                "the CNAME records of " + name + " lead on and on, last to " + at.toString(true)
                        + "; let them end at a name that can be written",
                null);
    }

    /** Whether every server that answers shows the record, and at least one does. */
    boolean shows(String name, String text) {
        int showing = 0;
        for (InetSocketAddress server : authoritative(name)) {
            Optional<Boolean> shown = shows(server, name, text);
            if (shown.filter(yes -> !yes).isPresent()) {
                return false;
            }
            showing += shown.isPresent() ? 1 : 0;
        }
        return showing > 0;
    }

    /** Who is asked for a record, for people. */
    String asked(String name) {
        return authoritative(name).stream()
                .map(server -> server.getHostString().replaceFirst("\\.$", "") + ":" + server.getPort())
                .reduce((one, other) -> one + ", " + other)
                .orElse("no name server");
    }

    /** Empty when the server does not answer. */
    private static Optional<Boolean> shows(InetSocketAddress server, String name, String text) {
        try {
            Message query = query(name(name), Type.TXT);
            query.getHeader().unsetFlag(Flags.RD);
            return Optional.of(send(server, query).getSection(Section.ANSWER).stream()
                    .filter(TXTRecord.class::isInstance)
                    .anyMatch(record ->
                            String.join("", ((TXTRecord) record).getStrings()).equals(text)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<InetSocketAddress> authoritative(String name) {
        if (!servers.isEmpty()) {
            return servers;
        }
        for (Name zone = name(name); zone.labels() > 1; zone = new Name(zone, 1)) {
            List<InetSocketAddress> found = new ArrayList<>();
            for (Record record : resolved(zone, Type.NS)) {
                if (record instanceof NSRecord ns) {
                    resolved(ns.getTarget(), Type.A).stream()
                            .filter(ARecord.class::isInstance)
                            .map(address -> new InetSocketAddress(((ARecord) address).getAddress(), port))
                            .findFirst()
                            .ifPresent(found::add);
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return resolvers().toList();
    }

    private List<Record> resolved(Name name, int type) {
        IOException last = null;
        for (InetSocketAddress server : resolvers().toList()) {
            try {
                return send(server, query(name, type)).getSection(Section.ANSWER);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IssuanceFailure(
                kind(),
                "no resolver answers for " + name.toString(true)
                        + (last == null ? "" : ": " + AcmeFailure.words(last))
                        + "; check this machine's DNS (--dns-resolver)",
                last);
    }

    /** Of a failure in DNS: an interrupt looks like one. */
    static Kind kind() {
        return Thread.currentThread().isInterrupted() ? Kind.INTERRUPTED : Kind.CHALLENGE;
    }

    private Stream<InetSocketAddress> resolvers() {
        return resolver.map(Stream::of).orElseGet(() -> ResolverConfig.getCurrentConfig().servers().stream());
    }

    private static Message query(Name name, int type) {
        return Message.newQuery(Record.newRecord(name, type, DClass.IN));
    }

    private static Message send(InetSocketAddress server, Message query) throws IOException {
        SimpleResolver one = new SimpleResolver(server);
        one.setTimeout(ONE_ANSWER);
        return one.send(query);
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no name of DNS", e);
        }
    }
}
