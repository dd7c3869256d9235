package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where certificates, accounts and the ledger are kept. What a call returned from survives a power cut. Failures are
 * {@link dev.berth.proxy.file.FileFailure}s; after one, what was there before still is.
 */
public interface CertificateStore {
    /** Writes something and takes it away again, to know that a certificate could be stored. */
    void probe();

    /**
     * All names that are known, sorted. What was read and is not understood is set aside and named in {@link #broken}; what
     * cannot be read is in {@link #unread}.
     */
    List<NameRecord> all();

    Optional<NameRecord> find(HostName name);

    void put(NameRecord record);

    void remove(HostName name);

    /** Where the files lie that were not understood. */
    List<String> broken();

    /** What could not be read so far; asking for an account among it, and writing any of it, is a failure. */
    default Unread unread() {
        return Unread.NOTHING;
    }

    /** Tries once more to read what is {@link #unread}. */
    default void readAgain() {}

    /** The account at an authority; empty when there is none yet. */
    Optional<Account> account(URI directory);

    void put(URI directory, Account account);

    void removeAccount(URI directory);

    /**
     * What was asked of authorities in the past; see {@link OrderLedger}. Of one that was lost, what the certificates say
     * that are kept.
     */
    OrderLedger ledger();

    void put(OrderLedger ledger);

    /** A record is about to be written into a DNS zone; noted first, so that it can be taken away whatever happens. */
    void lay(DnsRecord record);

    /** It is not there any more. */
    void cleared(DnsRecord record);

    /** Those that an earlier run of the daemon laid and has not cleared. */
    Set<DnsRecord> left();

    /**
     * A TXT record that answers dns-01.
     *
     * @param name without a dot at its end
     */
    record DnsRecord(String name, String text) {}

    /**
     * @param location where the authority keeps it; empty while it is not known whether the authority has made it
     * @param keyPem PKCS #8
     * @param contact whom the authority was told that it may write to, where that is known
     */
    record Account(Optional<URI> location, String keyPem, Optional<String> contact) {
        @Override
        public String toString() {
            return "Account[" + location.map(URI::toString).orElse("not made yet") + "]";
        }
    }
}
