package dev.berth.api;

import dev.berth.api.AcmeSettings.ExternalAccount;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.route.PublicName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@link AcmeSettings}. */
final class AcmeOptions {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final GivenOptions given;

    private AcmeOptions(GivenOptions given) {
        this.given = given;
    }

    static AcmeSettings read(GivenOptions given) {
        return new AcmeOptions(given).settings();
    }

    private AcmeSettings settings() {
        URI directory = directory(DaemonOption.ACME_DIRECTORY).orElse(AcmeSettings.LETS_ENCRYPT);
        Optional<URI> fallback = directory(DaemonOption.ACME_FALLBACK_DIRECTORY);
        if (fallback.equals(Optional.of(directory))) {
            given.mistake("--acme-fallback-directory is the same as --acme-directory; name another authority");
        }
        Optional<Path> caFile = caFile();
        boolean publicly = isLetsEncrypt(directory)
                || caFile.isEmpty() && isPublic(directory)
                || fallback.filter(AcmeOptions::isPublic).isPresent();
        Optional<URI> staging = directory.equals(AcmeSettings.LETS_ENCRYPT)
                ? Optional.of(AcmeSettings.LETS_ENCRYPT_STAGING)
                : Optional.empty();
        return new AcmeSettings(
                directory,
                staging,
                fallback,
                publicly,
                matching(DaemonOption.ACME_EMAIL, EMAIL, "an address such as you@example.org"),
                caFile,
                matching(DaemonOption.ACME_PROFILE, WORD, "a name such as classic, tlsserver or shortlived"),
                key(),
                externalAccounts(directory, fallback));
    }

    private Optional<URI> directory(DaemonOption option) {
        return given.one(option).flatMap(text -> switch (text) {
            case "letsencrypt" -> Optional.of(AcmeSettings.LETS_ENCRYPT);
            case "letsencrypt-staging" -> Optional.of(AcmeSettings.LETS_ENCRYPT_STAGING);
            default -> url(option, text);
        });
    }

    /** Unencrypted only to this machine itself (RFC 8555 section 6.1). */
    private Optional<URI> url(DaemonOption option, String text) {
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            String host = String.valueOf(url.getHost());
            boolean safe = scheme.equals("https")
                    || scheme.equals("http") && LOOPBACK.matcher(host).matches();
            if (url.getHost() != null && safe && url.getRawUserInfo() == null && url.getRawFragment() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // told below, as every other that is none
        }
        given.mistake(
                option.flag() + " is letsencrypt, letsencrypt-staging or the https URL of an authority's directory,"
                        + " not \"" + text + "\"");
        return Optional.empty();
    }

    /** Whose limits hold whoever stands between it and us: a company's TLS proxy wants a CA file too. */
    private static boolean isLetsEncrypt(URI directory) {
        return String.valueOf(directory.getHost()).toLowerCase(Locale.ROOT).endsWith(".letsencrypt.org");
    }

    /** One at an address is nobody's but the user's. */
    private static boolean isPublic(URI directory) {
        try {
            HostName host = HostName.of(directory.getHost());
            return !host.isAddress() && PublicName.refusal(host).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<Path> caFile() {
        Optional<Path> file = given.path(DaemonOption.ACME_CA_FILE);
        file.filter(path -> !Files.isReadable(path) || Files.isDirectory(path))
                .ifPresent(path -> given.mistake("--acme-ca-file " + path
                        + " cannot be read; name a file with the authority's root certificate as PEM"));
        return file;
    }

    private Optional<String> matching(DaemonOption option, Pattern form, String what) {
        Optional<String> text = given.one(option);
        if (text.isPresent() && !form.matcher(text.get()).matches()) {
            given.mistake(option.flag() + " is " + what + ", not \"" + text.get() + "\"");
        }
        return text;
    }

    private KeyKind key() {
        String text = given.one(DaemonOption.ACME_KEY).orElse("p256");
        if (!text.equals("p256") && !text.equals("rsa")) {
            given.mistake("--acme-key is p256 or rsa, not \"" + text + "\"");
        }
        return text.equals("rsa") ? KeyKind.RSA : KeyKind.P256;
    }

    /** The one that is named without a place has always been that of the authority that is asked last. */
    private Map<URI, ExternalAccount> externalAccounts(URI directory, Optional<URI> fallback) {
        Map<URI, ExternalAccount> accounts = new HashMap<>();
        externalAccount(DaemonOption.ACME_FIRST_EAB_KID, DaemonOption.ACME_FIRST_EAB_KEY_FILE)
                .ifPresent(account -> accounts.put(directory, account));
        externalAccount(DaemonOption.ACME_EAB_KID, DaemonOption.ACME_EAB_KEY_FILE)
                .ifPresent(account -> accounts.put(fallback.orElse(directory), account));
        if (given.has(DaemonOption.ACME_FIRST_EAB_KID)
                && given.has(DaemonOption.ACME_EAB_KID)
                && !given.has(DaemonOption.ACME_FALLBACK_DIRECTORY)) {
            given.mistake("--acme-first-eab-kid and --acme-eab-kid name the same authority as long as there is no"
                    + " --acme-fallback-directory; leave one out");
        }
        return accounts;
    }

    private Optional<ExternalAccount> externalAccount(DaemonOption kidOption, DaemonOption keyOption) {
        Optional<String> kid = given.one(kidOption);
        Optional<SecretFile> key = given.secret(keyOption);
        if (given.has(kidOption) != given.has(keyOption)) {
            given.mistake(kidOption.flag() + " and " + keyOption.flag() + " go together; give both, or none");
        }
        return kid.flatMap(id -> key.map(file -> new ExternalAccount(id, file)));
    }
}
