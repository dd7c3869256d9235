package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.core.operate.CertificateStatus;
import dev.berth.core.operate.CertificateStatus.State;
import dev.berth.core.operate.Certificates;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken.Scope;
import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificatePlan;
import dev.berth.proxy.certificate.CertificatePlan.Outlook;
import dev.berth.proxy.certificate.NameRecord;
import dev.berth.proxy.certificate.NameRecord.Attempts;
import dev.berth.proxy.certificate.TestChain;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateApiTest extends ApiCase {
    private static final String ALL = API + "/certificates";
    private static final String SHOP_NAME = ALL + "/shop.example.org";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static String problem(int status, String title, String detail, String remedy, String errors) {
        return status
                + "\nberth-exit: " + (status == 409 ? 1 : 2)
                + "\ncontent-type: application/problem+json\n{\"type\":\"about:blank\",\"title\":\""
                + title + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\",\"remedy\":\"" + remedy
                + "\",\"errors\":[" + errors + "]}\n";
    }

    private static String notPossible(String detail, String remedy) {
        return problem(409, "Not possible", detail, remedy, "");
    }

    private static String unknown(String name) {
        return problem(
                404,
                "Not found",
                "there is no certificate of " + name,
                "look at what there is with  berth certificates",
                "");
    }

    private static String body(String certificate, String key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("certificate", certificate)
                .put("key", key)
                .toString();
    }

    private TestChain chain(String name) {
        return TestChain.of(server.clock.instant().minusSeconds(60), Duration.ofDays(90), name);
    }

    private void valid(String name) {
        Certificate certificate = new Certificate(
                List.of(HostName.of(name)),
                NOON,
                NOON.plus(Duration.ofDays(90)),
                "CN=R11,O=Let's Encrypt",
                "",
                "ab12",
                "chain",
                "key");
        NameRecord record = NameRecord.of(HostName.of(name))
                .withCertificate(certificate, Optional.of(URI.create("https://ca.example/directory")))
                .withAttempts(new Attempts(
                        1,
                        Optional.of(NOON),
                        "the authority is away",
                        Optional.of(NOON),
                        Optional.empty(),
                        false,
                        List.of()));
        Outlook outlook = new Outlook(
                CertificatePlan.State.FAILING,
                "a third of its lifetime is left",
                Optional.of(NOON),
                Optional.of(NOON),
                Optional.of(URI.create("https://ca.example/unpause")));
        server.certificates.put(CertificateStatus.of(HostName.of(name), outlook, Optional.of(record)));
    }

    @Test
    void eachNameIsShownWithHowItStands() {
        assertEquals("200\ncontent-type: application/json\n{\"items\":[],\"next\":null}\n", server.say("GET", ALL));
        server.certificates.put("new.example.org", State.PENDING, "asked for");
        valid("shop.example.org");
        assertEquals(
                """
                200
                content-type: application/json
                {"items":[{"name":"new.example.org","state":"pending","issuer":null,"valid_from":null,"valid_until":null,\
                "next_renewal":null,"why":"asked for","trouble":null,"failed_attempts":0,"failing_since":null,"last_error":null,"next_attempt":null,"link":null,"origin":null,\
                "names":[],"fingerprint":null},{"name":"shop.example.org","state":"failing",\
                "issuer":"CN=R11,O=Let's Encrypt","valid_from":"TIME","valid_until":"TIME","next_renewal":"TIME",\
                "why":"a third of its lifetime is left","trouble":null,"failed_attempts":1,"failing_since":"TIME","last_error":"the authority is away","next_attempt":"TIME",\
                "link":"https://ca.example/unpause","origin":"issued","names":["shop.example.org"],"fingerprint":"ab12"}],\
                "next":null}
                """,
                server.say("GET", ALL));
    }

    @Test
    void aRenewalIsOrderedWhereThereIsSomethingToRenew() {
        valid("shop.example.org");
        assertEquals("202", server.say("POST", ALL + "/Shop.Example.org./renew").substring(0, 3));
        assertEquals(List.of("renew shop.example.org"), server.certificates.orders);
        server.certificates.put("own.example.org", State.UPLOADED, "");
        server.certificates.put("a.example.org", State.COVERED, "*.example.org is for it too");
        server.certificates.put("shop.test", State.NOT_POSSIBLE, "no public authority issues for .test");
        server.certificates.put("old.example.org", State.KEPT, "");
        assertEquals(
                notPossible("own.example.org was uploaded, and is not renewed by Berth", "upload a new one"),
                server.say("POST", ALL + "/own.example.org/renew"));
        assertEquals(
                notPossible(
                        "a.example.org has no certificate of its own: *.example.org is for it too", "renew that one"),
                server.say("POST", ALL + "/a.example.org/renew"));
        assertEquals(
                notPossible(
                        "shop.test can have no certificate: no public authority issues for .test",
                        "upload one of your own"),
                server.say("POST", ALL + "/shop.test/renew"));
        assertEquals(
                notPossible("old.example.org is the domain of no application now", "give an application this domain"),
                server.say("POST", ALL + "/old.example.org/renew"));
        assertEquals(unknown("nobody.example.org"), server.say("POST", ALL + "/nobody.example.org/renew"));
        assertEquals(unknown("no_name"), server.say("POST", ALL + "/no_name/renew"));
        assertEquals(1, server.certificates.orders.size());
    }

    @Test
    void anOwnCertificateIsCheckedServedAndForgotten() {
        TestChain chain = chain("*.example.org");
        String name = ALL + "/%2A.example.org";
        assertEquals("204\n", server.say("PUT", name, body(chain.chain(), chain.key())));
        assertEquals("uploaded", server.get(ALL).body().replaceAll(".*\"origin\":\"(\\w+)\".*\n", "$1"));
        assertEquals("204\n", server.say("DELETE", name));
        assertEquals(unknown("*.example.org"), server.say("DELETE", name));
        assertEquals(List.of("upload *.example.org", "remove *.example.org"), server.certificates.orders);
        assertEquals(
                "certificate rm *.example.org forgotten\ncertificate upload *.example.org valid until TIME",
                AnswerText.steady(server.get(API + "/audit").body())
                        .replaceAll("\\{\"at\":\"TIME\",\"actor\":\"test\",\"action\":", "\n")
                        .replaceAll("\"target\":|\"outcome\":|\"|[},\\]]+", " ")
                        .lines()
                        .skip(1)
                        .map(line -> line.replaceAll(" +", " ")
                                .replaceAll(" SHA-256.*| next.*", "")
                                .strip())
                        .reduce((a, b) -> a + "\n" + b)
                        .orElseThrow());
    }

    @Test
    void filesThatWereSetAsideAreNamedToThoseWhoKnowAllProjects() {
        server.certificates.broken.add("DATA/certificates/bank.certificate.broken-1: it is empty");
        server.certificates.unread.add(
                "no certificate is ordered until it can be read: cannot read DATA/certificates/orders.ledger");
        assertEquals(
                """
                No certificate: give an application a port and a domain.
                not read: no certificate is ordered until it can be read: cannot read DATA/certificates/orders.ledger
                fix: mend that; Berth reads it again by itself, and has changed nothing of it
                set aside: DATA/certificates/bank.certificate.broken-1: it is empty
                fix: restore what was set aside from a backup, or remove it; what is wanted is got anew
                """,
                server.send(server.request(ALL).header("Accept", "text/plain")).body());
        String token = server.token("shop", Scope.READ, Optional.of(ProjectName.of("shop")));
        assertEquals(
                -1,
                server.send(server.request(ALL, token).header("Accept", "text/plain"))
                        .body()
                        .indexOf("bank"));
    }

    @Test
    void prometheusSeesWhenAValidCertificateExpires() {
        TestChain chain = chain("shop.example.org");
        server.say("PUT", ALL + "/shop.example.org", body(chain.chain(), chain.key()));
        long until = server.certificates
                .all()
                .get(0)
                .certificate()
                .orElseThrow()
                .validUntil()
                .getEpochSecond();
        String line = "berth_certificate_expires_timestamp_seconds{name=\"shop.example.org\"} " + until + "\n";
        assertTrue(server.get("/metrics").body().contains(line));
        server.clock.pass(Duration.ofDays(36_500));
        assertFalse(server.get("/metrics").body().contains("{name="));
    }

    @Test
    void whatIsWrongWithAnOwnCertificateIsSaid() {
        TestChain chain = chain("shop.example.org");
        String another = "the key belongs to no certificate in the chain, whose first is for CN=shop.example.org";
        String remedy = "send the key that this certificate was requested with";
        assertEquals(
                problem(
                        422,
                        "Wrong certificate",
                        another,
                        remedy,
                        "{\"severity\":\"error\",\"path\":\"key\",\"file\":\"\",\"line\":1,\"column\":1,\"what\":\""
                                + another + "\",\"remedy\":\"" + remedy + "\"}"),
                server.say(
                        "PUT",
                        SHOP_NAME,
                        body(chain.chain(), chain("shop.example.org").key())));
        server.clock.pass(Duration.ofDays(91));
        assertEquals(
                "422",
                server.say("PUT", SHOP_NAME, body(chain.chain(), chain.key())).substring(0, 3));
        assertEquals("422", server.say("PUT", ALL + "/no_name", body("", "")).substring(0, 3));
        assertEquals("413", server.say("PUT", SHOP_NAME, " ".repeat(129 * 1024)).substring(0, 3));
        String send = "send {\\\"certificate\\\": PEM, \\\"key\\\": PEM}, the certificate with its chain";
        assertEquals(
                problem(422, "Wrong request", "the body is no JSON", send, ""),
                server.say("PUT", SHOP_NAME, "hunter2"));
        assertEquals(
                problem(
                        422,
                        "Wrong request",
                        "the body is a JSON object with a certificate and a key, and nothing else",
                        send,
                        ""),
                server.say("PUT", SHOP_NAME, "{\"hunter2\": 1}"));
        assertEquals(List.of(), server.certificates.orders);
    }

    @Test
    void whatAnAuthorityIssuedIsNotForgottenByHand() {
        valid("shop.example.org");
        assertEquals(
                notPossible(
                        "shop.example.org was not uploaded: Berth keeps it for as long as the name is wanted",
                        "take the domain from its application to give it up"),
                server.say("DELETE", SHOP_NAME));
    }

    @Test
    void anAddressIsHttpsOnceItsCertificateIsServed() {
        server.deploy(
                "shop",
                "project: shop\napplications:\n  web: {image: \"web:1\", port: 80, domain: shop.example.org}\n");
        server.settled("shop");
        valid("shop.example.org");
        assertEquals("http://shop.example.org", urls(SHOP));
        server.certificates.served.add("shop.example.org");
        assertEquals("https://shop.example.org", urls(SHOP));
        assertEquals("https://shop.example.org", urls(WEB));
        assertEquals(
                "  https      shop.example.org failing, a certificate until TIME  (the authority is away)",
                server.say("GET", WEB, "", "Accept", "text/plain")
                        .lines()
                        .filter(line -> line.startsWith("  https"))
                        .findFirst()
                        .orElseThrow());
        assertEquals(true, server.say("GET", API + "/routes").contains("\"url\":\"https://shop.example.org\""));
    }

    private String urls(String path) {
        return server.get(path).body().replaceAll("(?s).*\"urls\":\\[\"([^\"]*)\"].*", "$1");
    }

    @Test
    void aFullDiskAndADaemonWithoutAProxyAreSaid() {
        TestChain chain = chain("shop.example.org");
        server.certificates.before = () -> {
            throw FileFailure.of("write", Path.of("/data/x"), new IOException("No space left on device"));
        };
        assertEquals(
                """
                507
                berth-exit: 1
                content-type: application/problem+json
                {"type":"about:blank","title":"The store said no","status":507,"detail":"cannot write /data/x: No space left \
                on device; free some space on that file system, then try again","errors":[]}
                """,
                server.say("PUT", SHOP_NAME, body(chain.chain(), chain.key())));
        HostName shop = HostName.of("shop.example.org");
        server.certificates.before = () -> Certificates.none().renew(shop, true);
        assertEquals(
                notPossible("without a proxy no certificate is served", "start the daemon with --proxy managed"),
                server.say("PUT", SHOP_NAME, body(chain.chain(), chain.key())));
        assertEquals(-1, server.get(API + "/audit").body().indexOf("certificate"));
    }

    @Test
    void aTokenForOneProjectKnowsTheNamesOfItsDomains() {
        server.deploy(
                "shop",
                "project: shop\napplications:\n  web: {image: \"web:1\", port: 80, domain: shop.example.org}\n");
        valid("shop.example.org");
        valid("bank.example.org");
        String token = server.token("shop", Scope.ADMIN, Optional.of(ProjectName.of("shop")));
        String seen = server.send(server.request(ALL, token)).body();
        assertEquals("shop.example.org", seen.replaceAll(".*?\"items\":\\[\\{\"name\":\"([^\"]+)\".*\n", "$1"));
        assertEquals(-1, seen.indexOf("bank"));
        TestChain bank = chain("bank.example.org");
        assertEquals(
                404,
                server.send(server.request(ALL + "/bank.example.org", token)
                                .PUT(BodyPublishers.ofString(body(bank.chain(), bank.key()))))
                        .statusCode());
        assertEquals(
                404,
                server.send(server.request(ALL + "/bank.example.org/renew", token)
                                .POST(BodyPublishers.noBody()))
                        .statusCode());
        assertEquals(
                202,
                server.send(server.request(SHOP_NAME + "/renew", token).POST(BodyPublishers.noBody()))
                        .statusCode());
        assertEquals(List.of("renew in turn shop.example.org"), server.certificates.orders);
    }

    @Test
    void aTokenForOneProjectBringsNoCertificateThatIsForTheDomainsOfOthersToo() {
        server.deploy(
                "shop",
                "project: shop\napplications:\n  web: {image: \"web:1\", port: 80,"
                        + " domains: [shop.example.org, \"*.example.org\"]}\n");
        server.deploy(
                "bank",
                "project: bank\napplications:\n  web: {image: \"web:1\", port: 80, domain: bank.example.org}\n");
        String token = server.token("shop", Scope.ADMIN, Optional.of(ProjectName.of("shop")));
        assertEquals(422, brought(token, "shop.example.org", "shop.example.org", "bank.example.org"));
        assertEquals(422, brought(token, "shop.example.org", "shop.example.org", "elsewhere.example.net"));
        assertEquals(422, brought(token, "%2A.example.org", "*.example.org"), "bank.example.org would be shown it");
        assertEquals(List.of(), server.certificates.orders);
        assertEquals(204, brought(token, "shop.example.org", "shop.example.org", "tea.example.org"));
        String everywhere = server.token("all", Scope.ADMIN, Optional.empty());
        assertEquals(204, brought(everywhere, "shop.example.org", "shop.example.org", "bank.example.org"));
    }

    private int brought(String token, String at, String... names) {
        TestChain chain = TestChain.of(server.clock.instant().minusSeconds(60), Duration.ofDays(90), names);
        return server.send(server.request(ALL + "/" + at, token)
                        .PUT(BodyPublishers.ofString(body(chain.chain(), chain.key()))))
                .statusCode();
    }

    @Test
    void whoMayOnlyDeployBringsNoCertificate() {
        String token = server.token("ci", Scope.DEPLOY, Optional.empty());
        TestChain chain = chain("shop.example.org");
        assertEquals(
                403,
                server.send(server.request(SHOP_NAME, token)
                                .PUT(BodyPublishers.ofString(body(chain.chain(), chain.key()))))
                        .statusCode());
        assertEquals(403, server.send(server.request(SHOP_NAME, token).DELETE()).statusCode());
    }
}
