package dev.berth.proxy.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.Finding;
import dev.berth.proxy.preflight.NameFacts.Caa;
import dev.berth.proxy.preflight.NameFacts.CaaAnswer;
import dev.berth.proxy.preflight.NameFacts.Outcome;
import dev.berth.proxy.route.HostName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaaJudgementTest {

    private static final List<ChallengeKind> HTTP = List.of(ChallengeKind.HTTP_01);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.example.org | issue letsencrypt.org | allowed",
                "shop.example.org | issue LetsEncrypt.ORG. | allowed",
                "shop.example.org | ISSUE letsencrypt.org; accounturi=https://a/1 | allowed",
                "shop.example.org | issue pki.goog, issue letsencrypt.org | allowed",
                "shop.example.org | iodef mailto:a@example.org | allowed",
                "shop.example.org | issuewild pki.goog | allowed",
                "shop.example.org | !issue letsencrypt.org | allowed",
                "shop.example.org | tbs something | allowed",
                "shop.example.org | issue letsencrypt.org; validationmethods=http-01,dns-01 | allowed",
                "*.example.org | issue letsencrypt.org | allowed",
                "*.example.org | issue pki.goog, issuewild letsencrypt.org | allowed",
                "shop.example.org | issue pki.goog, issuewild letsencrypt.org | let only pki.goog issue for "
                        + "shop.example.org; add the record  example.org. CAA 0 issue \"letsencrypt.org\"",
                "shop.example.org | issue ; | let no authority issue for shop.example.org; add the record  "
                        + "example.org. CAA 0 issue \"letsencrypt.org\"",
                "*.example.org | issue letsencrypt.org, issuewild ; | let no authority issue for *.example.org; add the "
                        + "record  example.org. CAA 0 issuewild \"letsencrypt.org\"",
                "shop.example.org | issue letsencrypt.org; validationmethods=dns-01 | let shop.example.org be shown to "
                        + "be ours only by dns-01; take one of  http-01  into the record's validationmethods",
            })
    void recordsAllowOrRefuse(String name, String records, String expected) {
        String found = judge(name, answer("example.org", records));
        assertEquals(expected, found.replace("the CAA records of example.org ", ""));
    }

    @Test
    void whatNameServersSayIsOneLineAndNotEndless() {
        String found = judge("shop.example.org", answer("example.org", "issue " + "x".repeat(60_000) + "\u001b[31m\n"));
        assertTrue(found.length() < 1100, () -> "" + found.length());
        assertEquals("a b; c d", new Finding("a\n\u001bb", "c\r\nd").toString());
    }

    @Test
    void theNearestRecordsDecide() {
        assertEquals(
                "allowed",
                judge(
                        "shop.example.org",
                        nothing("shop.example.org"),
                        answer("example.org", "issue letsencrypt.org"),
                        answer("org", "issue ;")));
        assertEquals("allowed", judge("shop.example.org", nothing("shop.example.org"), nothing("example.org")));
    }

    @Test
    void whatIsAboveTheNearestRecordsMayFail() {
        CaaAnswer failed = new CaaAnswer("example.org", Outcome.FAILED, List.of(), "SERVFAIL");
        assertEquals("allowed", judge("shop.example.org", answer("shop.example.org", "issue letsencrypt.org"), failed));
        assertEquals(
                "the CAA records of example.org could not be read: SERVFAIL; mend the name servers of that domain: an "
                        + "authority that cannot read them issues nothing",
                judge("shop.example.org", nothing("shop.example.org"), failed));
    }

    @Test
    void aCriticalPropertyThatNobodyKnowsForbids() {
        assertEquals(
                "a CAA record of example.org has the critical property \"tbs\", which authorities do not know; remove "
                        + "it, or its critical flag: an authority issues nothing that it does not understand",
                judge("shop.example.org", answer("example.org", "issue letsencrypt.org, !tbs x")));
    }

    private static String judge(String name, CaaAnswer... upwards) {
        return new CaaJudgement(HostName.of(name), Set.of("letsencrypt.org"), HTTP)
                .of(List.of(upwards))
                .map(Finding::toString)
                .orElse("allowed");
    }

    private static CaaAnswer nothing(String at) {
        return new CaaAnswer(at, Outcome.NOTHING, List.of(), "");
    }

    /** Records as {@code tag value, !tag value}, the critical ones with an exclamation mark. */
    private static CaaAnswer answer(String at, String records) {
        List<Caa> read = Arrays.stream(records.split(", "))
                .map(record -> record.split(" ", 2))
                .map(parts -> new Caa(parts[0].startsWith("!"), parts[0].replace("!", ""), parts[1]))
                .toList();
        return new CaaAnswer(at, Outcome.FOUND, read, "");
    }
}
