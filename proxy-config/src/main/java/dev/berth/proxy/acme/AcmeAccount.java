package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.CertificateStore.Account;
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
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSONBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one account at an authority: kept in the store, made when there is none. Its key is kept before the authority is
 * asked, so that a crash in between makes no second one.
 */
final class AcmeAccount {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeAccount.class);

    private final AuthoritySettings settings;
    private final ReentrantLock making = new ReentrantLock();

    AcmeAccount(AuthoritySettings settings) {
        this.settings = settings;
    }

    Login login(Session session) throws AcmeException, InterruptedException {
        making.lockInterruptibly();
        try {
            Optional<Account> kept = stored(() -> settings.store().account(settings.directory()));
            Optional<URI> location = kept.flatMap(Account::location);
            return location.isPresent() ? login(session, kept.get(), location.get()) : make(session, kept);
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
                        .filter(kept -> kept.location().equals(Optional.of(location)))
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

    private Login login(Session session, Account kept, URI location) throws AcmeException {
        Login login;
        try {
            login = session.login(location.toURL(), key(kept));
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw useless(e);
        }
        tellContact(login, kept);
        return login;
    }

    private KeyPair key(Account kept) {
        try {
            return CertificateKey.read(kept.keyPem());
        } catch (IllegalArgumentException e) {
            throw useless(e);
        }
    }

    private IssuanceFailure useless(Exception e) {
        return new IssuanceFailure(
                Kind.STORE,
                "the account at " + settings.directory().getHost() + " that is stored cannot be used: " + e.getMessage()
                        + "; remove it, and a new one is made",
                null);
    }

    /** A refusal is no reason to get no certificate: it is logged, and told again with the next one. */
    private void tellContact(Login login, Account kept) throws AcmeException {
        if (settings.contact().equals(kept.contact())) {
            return;
        }
        JSONBuilder claims = new JSONBuilder()
                .array(
                        "contact",
                        settings.contact().map(AcmeAccount::mailto).stream().toList());
        try (Connection connection = login.getSession().connect()) {
            connection.sendSignedRequest(login.getAccountLocation(), claims, login);
        } catch (AcmeServerException e) {
            notTold(AcmeFailure.text(e.getProblem()));
            return;
        } catch (AcmeNetworkException e) {
            if (e.getCause() instanceof AuthorityTrouble trouble) {
                notTold(AcmeFailure.words(trouble));
                return;
            }
            throw e;
        }
        keep(new Account(kept.location(), kept.keyPem(), settings.contact()));
    }

    private void notTold(String why) {
        LOG.warn(
                "{} does not take the e-mail address that has changed (--acme-email): {}; it is told again with the next"
                        + " certificate",
                settings.directory().getHost(),
                why);
    }

    private static String mailto(String address) {
        return address.startsWith("mailto:") ? address : "mailto:" + address;
    }

    /** @param begun one that a crash kept from being noted: its key finds it again (RFC 8555 section 7.3) */
    private Login make(Session session, Optional<Account> begun) throws AcmeException {
        if (session.getMetadata().isExternalAccountRequired()
                && settings.external().isEmpty()) {
            throw new IssuanceFailure(
                    Kind.USER_ACTION,
                    settings.directory().getHost() + " takes only those who have an account there already; give the key"
                            + " id and the HMAC key that it shows for ACME (external account binding; --acme-eab-kid, or"
                            + " --acme-first-eab-kid where there is a fallback and this is not it)",
                    Optional.empty(),
                    session.getMetadata()
                            .getWebsite()
                            .map(url -> URI.create(url.toString()))
                            .filter(AcmeFailure::isPage),
                    null);
        }
        KeyPair key = begun.isPresent() ? key(begun.get()) : CertificateKey.make(KeyKind.P256);
        String pem = Pem.text(key.getPrivate());
        if (begun.isEmpty()) {
            keep(new Account(Optional.empty(), pem, Optional.empty()));
        }
        Login login;
        try {
            login = asked(session, key);
        } catch (AcmeServerException e) {
            if (begun.isEmpty() || AcmeFailure.kind(e.getProblem()) != Kind.ACCOUNT_GONE) {
                throw e;
            }
            return make(session, Optional.empty());
        }
        Optional<URI> location =
                Optional.of(URI.create(login.getAccountLocation().toString()));
        // One that was there before has not heard of the address that was told with the question.
        Account made = new Account(location, pem, begun.isPresent() ? Optional.empty() : settings.contact());
        keep(made);
        tellContact(login, made);
        return login;
    }

    private Login asked(Session session, KeyPair key) throws AcmeException {
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
        settings.contact().ifPresent(builder::addEmail);
        settings.external().ifPresent(account -> builder.withKeyIdentifier(account.keyId(), account.hmacKey())
                // What every authority takes; acme4j would choose by the length of the key.
                .withMacAlgorithm("HS256"));
        return builder.createLogin(session);
    }

    private void keep(Account account) {
        stored(() -> {
            settings.store().put(settings.directory(), account);
            return true;
        });
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
