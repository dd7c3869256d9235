package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.CertificateStore;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.x509.Pem;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.KeyPair;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;

/** The one account at an authority: kept in the store, made when there is none. */
final class AcmeAccount {
    private final AuthoritySettings settings;
    private final ReentrantLock making = new ReentrantLock();

    AcmeAccount(AuthoritySettings settings) {
        this.settings = settings;
    }

    Login login(Session session) throws AcmeException, InterruptedException {
        making.lockInterruptibly();
        try {
            Optional<CertificateStore.Account> kept =
                    stored(() -> settings.store().account(settings.directory()));
            return kept.isPresent() ? login(session, kept.get()) : make(session);
        } finally {
            making.unlock();
        }
    }

    /** The authority does not know it any more; a newer one stays. */
    void forget(Login gone) throws InterruptedException {
        making.lockInterruptibly();
        try {
            URI location = URI.create(gone.getAccountLocation().toString());
            stored(() -> {
                boolean same = settings.store()
                        .account(settings.directory())
                        .filter(kept -> kept.location().equals(location))
                        .isPresent();
                if (same) {
                    settings.store().removeAccount(settings.directory());
                }
                return same;
            });
        } finally {
            making.unlock();
        }
    }

    private Login login(Session session, CertificateStore.Account kept) {
        try {
            return session.login(kept.location().toURL(), CertificateKey.read(kept.keyPem()));
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IssuanceFailure(
                    Kind.STORE,
                    "the account at " + settings.directory().getHost() + " that is stored cannot be used: "
                            + e.getMessage() + "; remove it, and a new one is made",
                    null);
        }
    }

    private Login make(Session session) throws AcmeException {
        if (session.getMetadata().isExternalAccountRequired()
                && settings.external().isEmpty()) {
            throw new IssuanceFailure(
                    Kind.USER_ACTION,
                    settings.directory().getHost() + " takes only those who have an account there already; give the key"
                            + " id and the HMAC key that it shows for ACME (external account binding)",
                    Optional.empty(),
                    session.getMetadata()
                            .getWebsite()
                            .map(url -> URI.create(url.toString()))
                            .filter(AcmeFailure::isPage),
                    null);
        }
        KeyPair key = CertificateKey.make(KeyKind.P256);
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
        settings.contact().ifPresent(builder::addEmail);
        settings.external().ifPresent(account -> builder.withKeyIdentifier(account.keyId(), account.hmacKey())
                // What every authority takes; acme4j would choose by the length of the key.
                .withMacAlgorithm("HS256"));
        Login login = builder.createLogin(session);
        stored(() -> {
            settings.store()
                    .put(
                            settings.directory(),
                            new CertificateStore.Account(
                                    URI.create(login.getAccountLocation().toString()), Pem.text(key.getPrivate())));
            return true;
        });
        return login;
    }

    /** What the store says no to, as a failure of this room. */
    static <T> T stored(Supplier<T> call) {
        try {
            return call.get();
        } catch (FileFailure e) {
            throw new IssuanceFailure(Kind.STORE, e.getMessage(), e);
        }
    }
}
