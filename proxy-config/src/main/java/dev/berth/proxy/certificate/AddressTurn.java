package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which of several addresses may have a certificate: the proxy can show one only, see {@link NamelessCertificate}. What
 * is shown stays; where nothing is yet, the smallest address has its turn.
 */
record AddressTurn(Optional<Certificate> shown, Optional<HostName> next) {
    /** @param possible whether a certificate for the address can be had at all */
    static AddressTurn of(
            Set<HostName> wanted, Collection<NameRecord> records, Predicate<HostName> possible, Instant now) {
        return new AddressTurn(
                NamelessCertificate.of(records.stream()
                        .filter(record -> record.isValidAt(now))
                        .map(record -> record.certificate().orElseThrow())
                        .filter(certificate -> certificate.names().stream().anyMatch(HostName::isAddress))
                        .filter(certificate -> wanted.stream().anyMatch(certificate::covers))
                        .toList()),
                wanted.stream()
                        .filter(HostName::isAddress)
                        .filter(possible)
                        .sorted()
                        .findFirst());
    }

    /** Why it is not this one's, in a user's words; empty when it is, and for every name. */
    Optional<String> refusal(HostName host) {
        if (!host.isAddress()
                || shown.filter(certificate -> certificate.covers(host)).isPresent()) {
            return Optional.empty();
        }
        return shown.flatMap(certificate ->
                        certificate.names().stream().filter(HostName::isAddress).findFirst())
                .or(() -> next.filter(other -> !other.equals(host)))
                .map(other -> "browsers name no host when they open an address, so the proxy can show only one"
                        + " certificate for all addresses, and that is the one for " + other
                        + "; use a host name, or upload one certificate for both");
    }
}
