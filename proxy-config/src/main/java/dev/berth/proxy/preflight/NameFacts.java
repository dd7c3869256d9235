package dev.berth.proxy.preflight;

import dev.berth.proxy.route.HostName;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a look at a name has brought to light, not judged yet.
 *
 * @param addresses one answer for A and one for AAAA; none for a wildcard or an address
 * @param probes of each address that was asked over HTTP
 * @param caa from the name itself upwards, as far as there are labels (RFC 8659 section 3)
 */
record NameFacts(HostName name, List<Addresses> addresses, List<Probe> probes, List<CaaAnswer> caa) {
    NameFacts {
        addresses = List.copyOf(addresses);
        probes = List.copyOf(probes);
        caa = List.copyOf(caa);
    }

    /** How a question to the name servers ended. */
    enum Outcome {
        FOUND,
        /** The name exists and has nothing of that type. */
        NOTHING,
        NO_SUCH_NAME,
        FAILED
    }

    /**
     * @param type {@code A} or {@code AAAA}
     * @param words of the name servers when it failed, else empty
     */
    record Addresses(String type, Outcome outcome, List<InetAddress> found, String words) {
        Addresses {
            found = List.copyOf(found);
        }
    }

    /**
     * @param fault what came back instead of our own answer; empty when our own answer did
     * @param closed why nobody takes a handshake there; empty when somebody does, or nobody was asked
     */
    record Probe(InetAddress address, Optional<String> fault, Optional<String> closed) {
        Probe(InetAddress address, Optional<String> fault) {
            this(address, fault, Optional.empty());
        }

        Probe withHandshake(Optional<String> whyNot) {
            return new Probe(address, fault, whyNot);
        }
    }

    /** @param at whose records these are, without the final dot */
    record CaaAnswer(String at, Outcome outcome, List<Caa> records, String words) {
        CaaAnswer {
            records = List.copyOf(records);
        }
    }

    /** One CAA record (RFC 8659 section 4.1). */
    record Caa(boolean critical, String tag, String value) {}
}
