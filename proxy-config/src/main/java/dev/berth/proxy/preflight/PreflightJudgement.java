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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the facts of a name mean for an authority. */
final class PreflightJudgement {
    private static final String FOLLOWS =
            "add an A record that leads to this machine; HTTP is served meanwhile, and the certificate follows by itself";

    private PreflightJudgement() {}

    /**
     * @param identities by which CAA records know the authority; none: CAA is not looked at
     * @param challenges those that may be tried
     * @param reach where an address is
     */
    static List<Finding> of(
            NameFacts facts,
            Set<String> identities,
            List<ChallengeKind> challenges,
            Function<InetAddress, Reach> reach) {
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
        facts.addresses().stream()
                .flatMap(answer -> answer.found().stream())
                .filter(address -> reach.apply(address) == Reach.NOWHERE)
                .forEach(address -> findings.add(new Finding(
                        facts.name() + " leads to " + text(address) + ", which no authority can reach",
                        "let the " + type(address) + " record lead to this machine, or remove it")));
        facts.probes().stream()
                .flatMap(probe -> astray(facts, probe, challenges, reach.apply(probe.address())).stream())
                .forEach(findings::add);
        new CaaJudgement(facts.name(), identities, challenges).of(facts.caa()).ifPresent(findings::add);
        return List.copyOf(findings);
    }

    private static Optional<Finding> astray(NameFacts facts, Probe probe, List<ChallengeKind> challenges, Reach reach) {
        boolean http = challenges.contains(ChallengeKind.HTTP_01);
        boolean handshake = challenges.contains(ChallengeKind.TLS_ALPN_01);
        if (http ? probe.fault().isEmpty() : probe.closed().isEmpty()) {
            return Optional.empty();
        }
        boolean itself = facts.name().isAddress();
        String where = itself ? facts.name().inUrl() : text(probe.address());
        String whose = itself ? "" : " for " + facts.name();
        String what = http
                ? "our own question" + whose + " did not come back from " + where
                : "nobody takes a handshake" + whose + " at " + where;
        boolean told = reach == Reach.PUBLIC;
        String how = told ? ": " + (http ? probe.fault() : probe.closed()).get() : "";
        String besides = !http || !handshake || !told
                ? ""
                : probe.closed()
                        .map(why -> "; at the port of https neither: " + why)
                        .orElse("; the port of https is open there");
        String port = http ? "80" : "443";
        return Optional.of(
                new Finding(what + how + besides, itself ? remedyOfAddress(port) : remedy(probe.address(), port)));
    }

    private static String remedy(InetAddress address, String port) {
        return address instanceof Inet6Address
                ? "let the AAAA record lead to this machine, or remove it: authorities ask IPv6 first"
                : "let the A record lead to this machine, and port " + port
                        + " there to the proxy; behind a router this "
                        + "look can fail from inside though authorities see it from outside";
    }

    private static String remedyOfAddress(String port) {
        return "let that address lead to this machine, and its port " + port
                + " to the proxy; behind a router this look can fail from inside though authorities see it from outside";
    }

    private static String type(InetAddress address) {
        return address instanceof Inet6Address ? "AAAA" : "A";
    }

    private static String text(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
