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
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
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
    private static final Duration ONE_ANSWER = Duration.ofSeconds(3);
    /** Datagrams get lost. */
    private static final int TRIES = 2;

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
        for (Server server : authoritative(name)) {
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
                .map(server -> server.addresses().get(0))
                .map(address -> address.getHostString().replaceFirst("\\.$", "") + ":" + address.getPort())
                .reduce((one, other) -> one + ", " + other)
                .orElse("no name server");
    }

    /** @param addresses of both families; of two, only one may be reached from here */
    private record Server(List<InetSocketAddress> addresses) {}

    /** By the first of its addresses that answers; empty when none does. */
    private static Optional<Boolean> shows(Server server, String name, String text) {
        for (InetSocketAddress address : server.addresses()) {
            try {
                Message query = query(name(name), Type.TXT);
                query.getHeader().unsetFlag(Flags.RD);
                return Optional.of(send(address, query).getSection(Section.ANSWER).stream()
                        .filter(TXTRecord.class::isInstance)
                        .anyMatch(record -> String.join("", ((TXTRecord) record).getStrings())
                                .equals(text)));
            } catch (IOException e) {
                // The next address may answer; a server that nobody reaches has no say.
                continue;
            }
        }
        return Optional.empty();
    }

    private List<Server> authoritative(String name) {
        if (!servers.isEmpty()) {
            return alone(servers);
        }
        for (Name zone = name(name); zone.labels() > 1; zone = new Name(zone, 1)) {
            List<Server> found = new ArrayList<>();
            for (Record record : resolved(zone, Type.NS)) {
                if (record instanceof NSRecord ns) {
                    List<InetSocketAddress> addresses = addresses(ns.getTarget());
                    if (!addresses.isEmpty()) {
                        found.add(new Server(addresses));
                    }
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return alone(resolvers().toList());
    }

    private static List<Server> alone(List<InetSocketAddress> addresses) {
        return addresses.stream().map(address -> new Server(List.of(address))).toList();
    }

    private List<InetSocketAddress> addresses(Name host) {
        List<InetSocketAddress> found = new ArrayList<>();
        for (int type : List.of(Type.A, Type.AAAA)) {
            for (Record record : resolved(host, type)) {
                if (record instanceof ARecord a) {
                    found.add(new InetSocketAddress(a.getAddress(), port));
                } else if (record instanceof AAAARecord aaaa) {
                    found.add(new InetSocketAddress(aaaa.getAddress(), port));
                }
            }
        }
        return found;
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
        ExtendedResolver again = new ExtendedResolver(List.of(one));
        again.setRetries(TRIES);
        again.setTimeout(ONE_ANSWER.multipliedBy(TRIES + 1));
        return again.send(query);
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no name of DNS", e);
        }
    }
}
