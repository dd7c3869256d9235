package dev.berth.proxy.preflight;

import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.Finding;
import dev.berth.proxy.preflight.NameFacts.Addresses;
import dev.berth.proxy.preflight.NameFacts.Outcome;
import dev.berth.proxy.preflight.NameFacts.Probe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the facts of a name mean for an authority. */
final class PreflightJudgement {
    private static final String FOLLOWS =
            "add an A record that leads to this machine; HTTP is served meanwhile, and the certificate follows by itself";

    private PreflightJudgement() {}

    /**
     * @param identities by which CAA records know the authority; none: CAA is not looked at
     * @param challenges those that may be tried
     */
    static List<Finding> of(NameFacts facts, Set<String> identities, List<ChallengeKind> challenges) {
        List<Finding> findings = new ArrayList<>();
        boolean found = facts.addresses().stream().anyMatch(answer -> answer.outcome() == Outcome.FOUND);
        boolean failed = facts.addresses().stream().anyMatch(answer -> answer.outcome() == Outcome.FAILED);
        for (Addresses answer : facts.addresses()) {
            if (answer.outcome() == Outcome.FAILED) {
                findings.add(new Finding(
                        "the " + answer.type() + " records of " + facts.name() + " could not be read: "
                                + answer.words(),
                        "mend the name servers of that domain, or name a resolver with --dns-resolver"));
            }
        }
        if (!facts.addresses().isEmpty() && !found && !failed) {
            boolean known = facts.addresses().stream().anyMatch(answer -> answer.outcome() == Outcome.NOTHING);
            String what = known
                    ? facts.name() + " has no address: neither an A nor an AAAA record"
                    : "the name servers do not know " + facts.name();
            findings.add(new Finding(what, FOLLOWS));
        }
        facts.probes().forEach(probe -> probe.fault().ifPresent(fault -> findings.add(astray(facts, probe, fault))));
        new CaaJudgement(facts.name(), identities, challenges).of(facts.caa()).ifPresent(findings::add);
        return List.copyOf(findings);
    }

    private static Finding astray(NameFacts facts, Probe probe, String fault) {
        if (facts.name().isAddress()) {
            return new Finding(
                    "our own question did not come back from " + facts.name().inUrl() + ": " + fault,
                    "let that address lead to this machine, and its port 80 to the proxy; behind a router this look can"
                            + " fail from inside though authorities see it from outside");
        }
        boolean six = probe.address() instanceof Inet6Address;
        String type = six ? "AAAA" : "A";
        return new Finding(
                "our own question for " + facts.name() + " did not come back from " + text(probe.address()) + ": "
                        + fault,
                six
                        ? "let the AAAA record lead to this machine, or remove it: authorities ask IPv6 first"
                        : "let the " + type + " record lead to this machine, and port 80 there to the proxy; behind a "
                                + "router this look can fail from inside though authorities see it from outside");
    }

    private static String text(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
