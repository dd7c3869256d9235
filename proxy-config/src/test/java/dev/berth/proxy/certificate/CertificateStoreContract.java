package dev.berth.proxy.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.proxy.certificate.CertificateStore.Account;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of certificates does. */
abstract class CertificateStoreContract {
    private static final HostName SHOP = HostName.of("shop.example.org");

    /** The same store for a whole test, empty at its beginning. */
    abstract CertificateStore store();

    @Test
    void anEmptyStoreKnowsNothing() {
        assertEquals(List.of(), store().all());
        assertEquals(Optional.empty(), store().find(SHOP));
        assertEquals(Optional.empty(), store().account(Records.AUTHORITY));
        assertEquals(OrderLedger.EMPTY, store().ledger());
        assertEquals(List.of(), store().broken());
    }

    @Test
    void aRecordComesBackAsItWas() {
        store().put(Records.full("shop.example.org"));
        store().put(Records.bare("*.example.org"));
        assertEquals(Optional.of(Records.full("shop.example.org")), store().find(SHOP));
        assertEquals(List.of(Records.bare("*.example.org"), Records.full("shop.example.org")), store().all());
    }

    @Test
    void theNewRecordOfANameTakesThePlaceOfTheOld() {
        store().put(Records.full("shop.example.org"));
        store().put(Records.bare("shop.example.org"));
        assertEquals(List.of(Records.bare("shop.example.org")), store().all());
    }

    @Test
    void aWildcardAndItsBaseAreTwoNames() {
        store().put(Records.full("*.example.org"));
        store().put(Records.bare("example.org"));
        store().remove(HostName.of("example.org"));
        assertEquals(List.of(Records.full("*.example.org")), store().all());
    }

    @Test
    void theLongestNamesAreKeptApart() {
        String tail =
                IntStream.range(0, 3).mapToObj(i -> ".".concat("x".repeat(60))).reduce("", String::concat);
        String one = "y".repeat(60) + tail + ".com";
        String two = "y".repeat(60) + tail + ".net";
        store().put(Records.bare(one));
        store().put(Records.bare(two));
        store().remove(HostName.of(one));
        assertEquals(List.of(Records.bare(two)), store().all());
    }

    @Test
    void whatIsNotThereIsRemovedWithoutAWord() {
        store().remove(SHOP);
        store().removeAccount(Records.AUTHORITY);
        assertEquals(List.of(), store().all());
    }

    @Test
    void eachAuthorityHasItsAccount() {
        URI other = URI.create("https://ca.example.org/directory?other=../../etc/passwd");
        Account mine = new Account(
                Optional.of(Records.AUTHORITY.resolve("acct/1")), Records.KEY, Optional.of("ada@example.org"));
        store().put(Records.AUTHORITY, mine);
        store().put(other, new Account(Optional.of(other), Records.KEY, Optional.empty()));
        store().removeAccount(other);
        assertEquals(Optional.of(mine), store().account(Records.AUTHORITY));
        assertEquals(Optional.empty(), store().account(other));
    }

    @Test
    void anAccountIsKeptBeforeItsPlaceIsKnown() {
        Account begun = new Account(Optional.empty(), Records.KEY, Optional.empty());
        store().put(Records.AUTHORITY, begun);
        assertEquals(Optional.of(begun), store().account(Records.AUTHORITY));
    }

    @Test
    void theLedgerIsKeptWhole() {
        store().put(Records.ledger());
        assertEquals(Records.ledger(), store().ledger());
    }

    @Test
    void aProbeLeavesEverythingAsItWas() {
        store().put(Records.full("shop.example.org"));
        store().probe();
        store().probe();
        assertEquals(List.of(Records.full("shop.example.org")), store().all());
        assertEquals(List.of(), store().broken());
    }

    @Test
    void severalThreadsLoseNothing() {
        List<NameRecord> records = IntStream.range(10, 50)
                .mapToObj(i -> Records.full("n" + i + ".example.org"))
                .toList();
        records.parallelStream().forEach(record -> {
            store().put(record);
            store().probe();
            assertEquals(Optional.of(record), store().find(record.name()));
        });
        assertEquals(records, store().all());
    }

    @Test
    void whatThisRunLaidInDnsIsNotWhatAnEarlierOneLeft() {
        CertificateStore.DnsRecord record =
                new CertificateStore.DnsRecord("_acme-challenge.shop.example.org", "digest");
        store().lay(record);
        assertEquals(Set.of(), store().left());
        store().cleared(record);
        store().cleared(record);
        assertEquals(Set.of(), store().left());
    }
}
