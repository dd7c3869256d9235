package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.api.doctor.Doctor;
import dev.berth.api.http.Outage;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.operate.CertificateStatus;
import dev.berth.core.operate.CertificateStatus.Facts;
import dev.berth.core.operate.CertificateStatus.State;
import dev.berth.core.operate.MemoryCertificates;
import dev.berth.core.store.Store;
import dev.berth.core.time.Timekeeper;
import dev.berth.proxy.certificate.IssuanceFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionsTest {
    @TempDir
    Path directory;

    private final MemoryCertificates certificates = new MemoryCertificates();
    private final Outage outage = new Outage(new InMemoryEngine(Timekeeper.system(), new Faults()));

    private Runnable question = () -> {};

    private String seen(String... options) {
        List<String> all = new ArrayList<>(List.of("--data-dir", directory.toString()));
        all.addAll(List.of(options));
        Settings settings = SettingsReader.read(all, Map.of(), directory, false);
        try (Store store = Store.open(directory, Clock.systemUTC())) {
            return new Doctor(Inspections.of(settings, store, outage.engine(), Optional::empty, certificates, question))
                    .examine().stream()
                            .map(c -> c.verdict() + " " + c.name() + ": " + c.what() + "; " + c.remedy() + "\n")
                            .collect(Collectors.joining())
                            .replaceAll("\\d+ MiB", "N MiB")
                            .replace(directory.toString(), "DATA");
        }
    }

    @Test
    void eachThingIsLookedAtByItself() {
        assertEquals(
                """
                OK engine: memory 1 answers, API 1.41;\s
                OK builder: BuildKit;\s
                BAD proxy: Traefik on the ports 80 and 443 does not run; berth status proxy says why; a taken port is freed,\
                 or others given with --http-port
                OK validation: names are proven at port 80 or 443, which the authority must reach;\s
                OK challenges: no domain is to be proven to an authority;\s
                OK certificates: 0, all in order;\s
                OK certificate files: all are understood;\s
                OK data directory: DATA has N MiB free;\s
                BAD engine's disk: cannot look at /nowhere: /nowhere; mend that, then look again
                OK other stores: nothing here was made by a Berth with another data directory;\s
                OK stand-in images: none;\s
                """,
                seen());
    }

    @Test
    void anEngineThatIsAwayIsSaidOnce() {
        outage.begin();
        assertEquals(
                """
                BAD engine: cannot reach Docker at unix:///nowhere: connection refused; mend that, then look again
                BAD builder: nobody knows while the engine does not answer; mend the engine first
                BAD proxy: nobody knows while the engine does not answer; mend the engine first
                OK validation: names are proven at port 80 or 443, which the authority must reach;\s
                BAD challenges: nobody knows while the engine does not answer; mend the engine first
                OK certificates: 0, all in order;\s
                OK certificate files: all are understood;\s
                OK data directory: DATA has N MiB free;\s
                BAD engine's disk: nobody knows while the engine does not answer; mend the engine first
                BAD other stores: nobody knows while the engine does not answer; mend the engine first
                BAD stand-in images: nobody knows while the engine does not answer; mend the engine first
                """,
                seen());
    }

    @Test
    void withoutAProxyThatIsSaidWithTheRemedy() {
        assertEquals(
                "NOTICE proxy: none, so that no domain is served; start the daemon with --proxy managed",
                seen("--proxy", "none")
                        .lines()
                        .filter(line -> line.contains(" proxy: "))
                        .findFirst()
                        .orElseThrow());
    }

    /** One check, which may have several lines. */
    private String line(String name, String... options) {
        return Stream.of(seen(options).split("\n(?=(OK|NOTICE|BAD) )"))
                .filter(check -> check.contains(" " + name + ": "))
                .findFirst()
                .orElseThrow();
    }

    private void put(String name, State state, String error, Optional<URI> link, Optional<Duration> left) {
        put(name, state, error, link, left, "");
    }

    private void put(
            String name, State state, String error, Optional<URI> link, Optional<Duration> left, String trouble) {
        Instant now = Instant.now();
        Optional<Facts> facts = left.map(span -> new Facts(
                List.of(name), "CN=CA", now.minus(Duration.ofDays(60)), now.plus(span), "ab", state == State.UPLOADED));
        certificates.put(new CertificateStatus(
                name,
                state,
                "because",
                trouble,
                facts,
                Optional.empty(),
                0,
                Optional.empty(),
                error,
                Optional.empty(),
                link));
    }

    @Test
    void eachCertificateThatFailsOrEndsIsNamedWithItsRemedy() {
        put("good.example.org", State.VALID, "", Optional.empty(), Optional.of(Duration.ofDays(60)));
        put("new.example.org", State.PENDING, "", Optional.empty(), Optional.empty());
        assertEquals("OK certificates: 2, 1 being got; ", line("certificates"));
        put("late.example.org", State.FAILING, "no answer", Optional.empty(), Optional.of(Duration.ofDays(20)));
        assertEquals(
                "NOTICE certificates: late.example.org is not got: no answer; mend what is said here; Berth tries again by"
                        + " itself, or at once with  berth certificates renew NAME",
                line("certificates"));
        put("own.example.org", State.UPLOADED, "", Optional.empty(), Optional.of(Duration.ofDays(-2)));
        put(
                "paused.example.org",
                State.USER_ACTION,
                "paused",
                Optional.of(URI.create("https://ca/unpause")),
                Optional.empty());
        certificates.put("gone.example.org", State.EXPIRED, "nothing new came");
        assertEquals(
                """
                BAD certificates: gone.example.org has expired: nothing new came
                late.example.org is not got: no answer
                own.example.org has expired at TIME, and Berth does not renew what was uploaded
                paused.example.org waits for you: paused; mend what is said here; Berth tries again by itself, or at once \
                with  berth certificates renew NAME; upload a new one with  berth certificates upload own.example.org; go to \
                https://ca/unpause  and then  berth certificates renew paused.example.org""",
                line("certificates").replaceAll("\\d{4}-[^ ,]*Z", "TIME"));
    }

    @Test
    void aCertificateThatTheProxyDoesNotShowIsNamed() {
        Optional<Duration> months = Optional.of(Duration.ofDays(60));
        put("a.example.org", State.VALID, "", Optional.empty(), months, "the proxy does not show it");
        assertEquals(
                "NOTICE certificates: a.example.org: the proxy does not show it; mend what is said here;"
                        + " Berth tries again by itself, or at once with  berth certificates renew NAME",
                line("certificates"));
    }

    @Test
    void whatConcernsAllCertificatesIsSaid() {
        certificates.trouble = "cannot write _certificates.yml: No space left on device; free some space";
        assertEquals(
                "BAD certificates: what changes is not served or not kept: cannot write _certificates.yml: No space left on"
                        + " device; free some space; mend that; Berth tries again by itself",
                line("certificates"));
    }

    @Test
    void whereTheWayOfAnAuthoritysQuestionEndsIsSaid() {
        question = () -> {
            throw new AssertionError("nothing is asked that is not needed");
        };
        put("own.example.org", State.UPLOADED, "", Optional.empty(), Optional.of(Duration.ofDays(60)));
        put("*.example.org", State.PENDING, "", Optional.empty(), Optional.empty());
        assertEquals("OK challenges: no domain is to be proven to an authority; ", line("challenges"));
        put("new.example.org", State.PENDING, "", Optional.empty(), Optional.empty());
        question = () -> {};
        assertEquals(
                "OK challenges: a question as an authority asks it comes back by way of the proxy; ",
                line("challenges"));
        question = () -> {
            throw new IssuanceFailure(IssuanceFailure.Kind.CHALLENGE, "no proxy runs", null);
        };
        assertEquals("BAD challenges: no proxy runs; mend that, then look again", line("challenges"));
    }

    @Test
    void filesThatAreNotUnderstoodAreNamed() {
        certificates.unread.add("no certificate is ordered until it can be read: cannot read orders.ledger");
        assertEquals(
                "BAD certificate files: not everything can be read:\n"
                        + "no certificate is ordered until it can be read: cannot read orders.ledger; mend that; Berth reads"
                        + " it again by itself, and has changed nothing of it",
                line("certificate files"));
        certificates.unread.clear();
        certificates.broken.add("DATA/certificates/shop.certificate.broken-1");
        assertEquals(
                "BAD certificate files: set aside, as they are not understood:\n"
                        + "DATA/certificates/shop.certificate.broken-1; restore them from a backup, or remove them: "
                        + "what is wanted is got anew",
                line("certificate files"));
    }

    @Test
    void whereAnAuthorityComesInIsSaid() throws IOException {
        assertEquals(
                "OK validation: names are proven at port 443, which the authority must reach; ",
                line("validation", "--http-port", "8080"));
        assertEquals(
                "NOTICE validation: authorities come to port 80 or 443, the proxy listens on 8080 and 8443; forward one of "
                        + "those here, use --http-port 80 or --https-port 443, or prove names by --dns-provider",
                line("validation", "--http-port", "8080", "--https-port", "8443"));
        Path token = Files.writeString(directory.resolve("token"), "t");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                "OK validation: names are proven by DNS; ",
                line(
                        "validation",
                        "--http-port=8080",
                        "--https-port=8443",
                        "--dns-provider=cloudflare",
                        "--dns-secret-file=" + token));
    }
}
