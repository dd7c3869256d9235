package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.ChallengeKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options about authorities and DNS. */
class CertificateOptionsTest {
    @TempDir
    Path directory;

    private Path secret;
    private Path root;

    @BeforeEach
    void write() throws IOException {
        secret = file("secret", "c2VjcmV0\n", "rw-r-----");
        root = file("root.pem", "-----BEGIN CERTIFICATE-----\n", "rw-r--r--");
    }

    private Path file(String name, String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static Settings read(String... options) {
        return SettingsReader.read(List.of(options), Map.of(), Path.of("/home/ada"), true);
    }

    private static String refused(String... options) {
        return assertThrows(SettingsException.class, () -> read(options)).getMessage();
    }

    @Test
    void anAuthorityHasAShortNameOrAUrl() {
        assertEquals(
                URI.create("https://acme-staging-v02.api.letsencrypt.org/directory"),
                read("--acme-directory", "letsencrypt-staging").acme().directory());
        assertEquals(
                Optional.empty(),
                read("--acme-directory", "letsencrypt-staging").acme().staging());
        assertEquals(
                AcmeSettings.LETS_ENCRYPT,
                read("--acme-directory", "letsencrypt").acme().directory());
        assertEquals(
                URI.create("http://127.0.0.1:4001/dir"),
                read("--acme-directory", "http://127.0.0.1:4001/dir").acme().directory());
        for (String wrong :
                List.of("letsencript", "http://ca.example.org/dir", "https://", "https://u:p@ca.org/", "a b")) {
            assertEquals(
                    "--acme-directory is letsencrypt, letsencrypt-staging or the https URL of an authority's directory, "
                            + "not \"" + wrong + "\"",
                    refused("--acme-directory", wrong));
        }
    }

    @Test
    void anAuthorityIsPrivateWhenItHasItsOwnRootOrAPrivateName() {
        assertTrue(read("--acme-directory", "https://ca.example.org/dir").acme().publicly());
        assertFalse(read("--acme-directory", "https://ca.example.org/dir", "--acme-ca-file", root.toString())
                .acme()
                .publicly());
        for (String name : List.of("ca.internal", "ca", "10.0.0.1:9000", "[::1]:14000", "ca.corp.local")) {
            assertFalse(
                    read("--acme-directory", "https://" + name + "/dir").acme().publicly(), name);
        }
        assertTrue(read("--acme-directory", "https://ca.internal/dir", "--acme-fallback-directory", "letsencrypt")
                .acme()
                .publicly());
    }

    @Test
    void theLimitsOfLetsEncryptHoldAlsoBehindATlsProxyWithItsOwnRoot() {
        for (String directory :
                List.of("letsencrypt", "letsencrypt-staging", "https://acme-v02.api.letsencrypt.org/directory")) {
            AcmeSettings acme = read("--acme-directory", directory, "--acme-ca-file", root.toString())
                    .acme();
            assertTrue(acme.publicly(), directory);
            assertEquals(Optional.of(root), acme.caFile());
        }
        assertFalse(read("--acme-directory", "https://myletsencrypt.org/dir", "--acme-ca-file", root.toString())
                .acme()
                .publicly());
    }

    @Test
    void whatIsAskedForIsOnePolicy() {
        assertEquals(
                "CertificatePolicy[issuers=[https://acme-v02.api.letsencrypt.org/directory, "
                        + "https://ca.example.org/dir], "
                        + "staging=Optional[https://acme-staging-v02.api.letsencrypt.org/directory], publicly=true, "
                        + "challenges=[HTTP_01], key=RSA, profile=Optional[shortlived]]",
                read(
                                "--acme-fallback-directory",
                                "https://ca.example.org/dir",
                                "--acme-key",
                                "rsa",
                                "--acme-profile",
                                "shortlived")
                        .acme()
                        .policy(List.of(ChallengeKind.HTTP_01))
                        .toString());
    }

    @Test
    void anAccountOfAnAuthoritysOwnNeedsNameAndKey() {
        AcmeSettings.ExternalAccount account = read("--acme-eab-kid", "kid-1", "--acme-eab-key-file", secret.toString())
                .acme()
                .externalAccounts()
                .get(AcmeSettings.LETS_ENCRYPT);
        assertEquals(
                "kid-1 c2VjcmV0", account.kid() + " " + account.key().read().reveal());
        assertFalse(account.toString().contains("c2VjcmV0"));
        String both = "--acme-eab-kid and --acme-eab-key-file go together; give both, or none";
        assertEquals(both, refused("--acme-eab-kid", "kid-1"));
        assertEquals(both, refused("--acme-eab-key-file", secret.toString()));
    }

    private String accounts(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.replaceAll(option -> option.endsWith("-file=") ? option + secret : option);
        return new TreeMap<>(read(all.toArray(String[]::new)).acme().externalAccounts())
                .entrySet().stream()
                        .map(entry -> entry.getKey().getHost() + " "
                                + entry.getValue().kid())
                        .collect(Collectors.joining(", "));
    }

    @Test
    void eachOfTwoAuthoritiesCanHaveAnAccountOfItsOwn() {
        String zero = "--acme-directory=https://acme.zerossl.com/v2/DV90";
        String[] last = {"--acme-eab-kid=last", "--acme-eab-key-file="};
        String[] first = {"--acme-first-eab-kid=first", "--acme-first-eab-key-file="};

        assertEquals("acme.zerossl.com last", accounts(zero, last[0], last[1]));
        assertEquals("acme.zerossl.com first", accounts(zero, first[0], first[1]));
        assertEquals(
                "acme.zerossl.com first", accounts(zero, "--acme-fallback-directory=letsencrypt", first[0], first[1]));
        assertEquals(
                "acme.zerossl.com last",
                accounts("--acme-fallback-directory=https://acme.zerossl.com/v2/DV90", last[0], last[1]));
        assertEquals(
                "acme.zerossl.com first, ca.example.org last",
                accounts(
                        zero,
                        "--acme-fallback-directory=https://ca.example.org/",
                        last[0],
                        last[1],
                        first[0],
                        first[1]));
        assertEquals(
                "--acme-first-eab-kid and --acme-eab-kid name the same authority as long as there is no"
                        + " --acme-fallback-directory; leave one out",
                refused(zero, last[0], last[1] + secret, first[0], first[1] + secret));
        assertEquals(
                "--acme-first-eab-kid and --acme-first-eab-key-file go together; give both, or none",
                refused(zero, first[0]));
    }

    @Test
    void recordsAreChangedByUpdateOrByCloudflare() {
        assertEquals(
                "Optional[Rfc2136[server=HostPort[host=192.0.2.1, port=53], keyName=berth., algorithm=hmac-sha256, secret=SecretFile[path="
                        + secret + "], zone=Optional[example.org]]]",
                read(
                                "--dns-provider",
                                "rfc2136",
                                "--dns-server",
                                "192.0.2.1",
                                "--dns-key-name",
                                "berth.",
                                "--dns-secret-file",
                                secret.toString(),
                                "--dns-zone",
                                "Example.org")
                        .dnsProvider()
                        .toString());
        assertEquals(
                "Optional[Cloudflare[token=SecretFile[path=" + secret + "], zone=Optional.empty]]",
                read("--dns-provider", "cloudflare", "--dns-secret-file", secret.toString())
                        .dnsProvider()
                        .toString());
    }

    private DnsProvider.Rfc2136 signedBy(String algorithm) {
        return (DnsProvider.Rfc2136) read(
                        "--dns-provider=rfc2136",
                        "--dns-server=192.0.2.1",
                        "--dns-key-name=berth",
                        "--dns-key-algorithm=" + algorithm,
                        "--dns-secret-file=" + secret)
                .dnsProvider()
                .orElseThrow();
    }

    @Test
    void theAlgorithmOfAKeyIsOneThatNameServersKnow() {
        assertEquals("hmac-sha512", signedBy("hmac-sha512").algorithm());
        assertEquals("hmac-sha384", signedBy("HMAC-SHA384.").algorithm());
        assertEquals(
                "--dns-key-algorithm is one of hmac-md5, hmac-sha1, hmac-sha224, hmac-sha256, hmac-sha384, hmac-sha512,"
                        + " not \"sha512\"",
                refused(
                        "--dns-provider=rfc2136",
                        "--dns-server=192.0.2.1",
                        "--dns-key-name=berth",
                        "--dns-key-algorithm=sha512",
                        "--dns-secret-file=" + secret));
        assertEquals(
                "--dns-key-algorithm means nothing with --dns-provider cloudflare; leave it out",
                refused("--dns-provider=cloudflare", "--dns-secret-file=" + secret, "--dns-key-algorithm=hmac-sha512"));
    }

    @Test
    void whatAProviderLacksOrDoesNotTakeIsTold() {
        assertEquals(
                """
                --dns-provider rfc2136 needs --dns-server HOST[:PORT]
                --dns-provider rfc2136 needs --dns-key-name NAME
                --dns-provider rfc2136 needs --dns-secret-file FILE""",
                refused("--dns-provider", "rfc2136"));
        assertEquals(
                "--dns-key-name means nothing with --dns-provider cloudflare; leave it out",
                refused("--dns-provider", "cloudflare", "--dns-secret-file", secret.toString(), "--dns-key-name", "x"));
        assertEquals("--dns-zone needs --dns-provider: rfc2136 or cloudflare", refused("--dns-zone", "example.org"));
        assertEquals("--dns-provider is rfc2136 or cloudflare, not \"route53\"", refused("--dns-provider", "route53"));
        assertEquals(
                "--dns-zone is a domain such as example.org: \"a_b\" is not a host name: \"_\" is not allowed",
                refused("--dns-provider", "cloudflare", "--dns-secret-file", secret.toString(), "--dns-zone", "a_b"));
    }

    @Test
    void everyOtherMistakeIsTold() {
        assertEquals(
                """
                --acme-ca-file /nowhere cannot be read; name a file with the authority's root certificate as PEM
                --acme-email is an address such as you@example.org, not "me"
                --acme-profile is a name such as classic, tlsserver or shortlived, not "a b"
                --acme-key is p256 or rsa, not "dsa"
                --dns-resolver is HOST[:PORT], such as 192.0.2.53:53, not "192.0.2.53:0\"""",
                refused(
                        "--acme-ca-file=/nowhere",
                        "--acme-email=me",
                        "--acme-profile=a b",
                        "--acme-key=dsa",
                        "--dns-resolver=192.0.2.53:0"));
        assertEquals(
                "--acme-fallback-directory is the same as --acme-directory; name another authority",
                refused("--acme-fallback-directory", "letsencrypt"));
    }

    @Test
    void aSecretThatEverybodyCanReadIsNotTaken() throws IOException {
        Path open = file("open", "secret", "rw-r--r--");
        Path empty = file("empty", "\n", "rw-------");
        assertEquals(
                "--dns-secret-file " + open + " can be read by everybody; take that away:  chmod 600 " + open,
                refused("--dns-provider=cloudflare", "--dns-secret-file=" + open));
        assertEquals(
                "--dns-secret-file " + empty + " is empty; write the secret into it",
                refused("--dns-provider=cloudflare", "--dns-secret-file=" + empty));
        assertEquals(
                "--dns-secret-file /nowhere cannot be read: No such file or directory",
                refused("--dns-provider=cloudflare", "--dns-secret-file=/nowhere"));
        assertEquals(
                "--dns-secret-file " + directory + " is a directory; name the file with the secret",
                refused("--dns-provider=cloudflare", "--dns-secret-file=" + directory));
    }

    @Test
    void aResolverIsNamedWithItsPort() {
        assertEquals(
                Optional.of(new HostPort("2001:db8::53", 5353)),
                read("--dns-resolver=[2001:db8::53]:5353").dnsResolver());
        assertEquals(
                Optional.of(new HostPort("192.0.2.53", 53)),
                read("--dns-resolver=192.0.2.53").dnsResolver());
    }
}
