package dev.berth.proxy.acme;

import static dev.berth.proxy.acme.Scene.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.proxy.certificate.CertificateStore.Account;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.file.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account at an authority, over crashes and changes. */
final class AcmeAccountTest {
    private static final String ADA = "ada@example.org";
    private static final String GRACE = "grace@example.org";

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    /** A daemon that was started with that e-mail address obtains a certificate. */
    private void obtain(String email) {
        AuthoritySettings usual = AuthoritySettings.of(scene.fake.directory(), scene.store, scene.board, scene.clock);
        new AcmeAuthority(new AuthoritySettings(
                        usual.directory(),
                        Optional.ofNullable(email),
                        usual.trusted(),
                        usual.external(),
                        usual.store(),
                        usual.board(),
                        usual.dns(),
                        usual.clock(),
                        usual.deadlines()))
                .obtain(request(), scene.journal::add);
    }

    private Account kept() {
        return scene.store.accounts.get(scene.fake.directory());
    }

    private void keep(Account account) {
        scene.store.put(scene.fake.directory(), account);
    }

    /** The authority has made the account, and the daemon dies before it knows. */
    private void dieBetween(String email) {
        scene.store.beforeAccount = account -> {
            if (account.location().isPresent()) {
                throw new IllegalStateException("killed");
            }
        };
        assertThrows(IllegalStateException.class, () -> obtain(email));
        scene.store.beforeAccount = account -> {};
    }

    private String contacts() {
        return scene.fake.contacts.values().toString();
    }

    @Test
    void anAccountThatACrashKeptFromBeingNotedIsFoundByItsKey() {
        dieBetween(null);
        String key = kept().keyPem();
        assertEquals(Optional.empty(), kept().location());
        obtain(null);

        assertEquals(2, scene.fake.count("new-acct"));
        assertEquals(1, scene.fake.contacts.size(), "one account");
        assertEquals(key, kept().keyPem());
        obtain(null);
        assertEquals(2, scene.fake.count("new-acct"));
    }

    @Test
    void noAccountIsMadeWhoseKeyCannotBeKept() {
        scene.store.beforeAccount = account -> {
            throw FileFailure.of("write", Path.of("/data"), new IOException("No space left on device"));
        };
        IssuanceFailure failure = assertThrows(IssuanceFailure.class, () -> obtain(null));

        assertEquals(Kind.STORE, failure.kind());
        assertEquals(0, scene.fake.count("new-acct"));
    }

    @Test
    void aKeyThatTheAuthorityTurnsDownForGoodGivesWayToANewOne() {
        dieBetween(null);
        String key = kept().keyPem();
        scene.fake.next("new-acct", Reply.problem(403, "unauthorized", "the account is deactivated"));
        obtain(null);

        assertEquals(3, scene.fake.count("new-acct"));
        assertEquals(false, key.equals(kept().keyPem()));
    }

    @Test
    void anotherEmailAddressIsToldToTheAccountThatIsThereOnce() {
        obtain(ADA);
        obtain(ADA);
        assertEquals(0, scene.fake.count("acct"));
        assertEquals("[[\"mailto:ada@example.org\"]]", contacts());

        obtain(GRACE);
        obtain(GRACE);
        assertEquals(1, scene.fake.count("acct"));
        assertEquals("[[\"mailto:grace@example.org\"]]", contacts());
        assertEquals(1, scene.fake.count("new-acct"));
    }

    @Test
    void thatThereIsNoEmailAddressAnyMoreIsToldToo() {
        obtain(ADA);
        obtain(null);

        assertEquals("[[]]", contacts());
        assertEquals(Optional.empty(), kept().contact());
    }

    @Test
    void anAccountOfWhichNoContactIsKnownIsToldOnce() {
        obtain(null);
        keep(new Account(kept().location(), kept().keyPem(), Optional.empty()));
        obtain(null);
        assertEquals(0, scene.fake.count("acct"));

        obtain(ADA);
        obtain(ADA);
        assertEquals(1, scene.fake.count("acct"));
        assertEquals("[[\"mailto:ada@example.org\"]]", contacts());
    }

    @Test
    void anAccountThatIsFoundByItsKeyIsToldTheAddressOfNow() {
        dieBetween(ADA);
        obtain(GRACE);

        assertEquals("[[\"mailto:grace@example.org\"]]", contacts());
        assertEquals(Optional.of(GRACE), kept().contact());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 500})
    void anAddressThatIsNotTakenKeepsNobodyFromACertificateAndIsToldAgain(int status) {
        obtain(ADA);
        scene.fake.next(
                "acct",
                status == 400
                        ? Reply.problem(status, "invalidContact", "no such domain")
                        : Reply.text(status, "not here"));
        obtain(GRACE);
        assertEquals(2, scene.journal.size());
        assertEquals(Optional.of(ADA), kept().contact());

        obtain(GRACE);
        assertEquals(List.of("[[\"mailto:grace@example.org\"]]", 2), List.of(contacts(), scene.fake.count("acct")));
    }

    @Test
    void anAccountThatIsGoneIsMadeAnewThoughItsAddressHasChanged() {
        obtain(ADA);
        scene.fake.forgetAccounts();
        scene.fake.contacts.clear();
        obtain(GRACE);

        assertEquals("[[\"mailto:grace@example.org\"]]", contacts());
    }
}
