package dev.berth.proxy.preflight;

import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.Finding;
import dev.berth.proxy.preflight.NameFacts.Caa;
import dev.berth.proxy.preflight.NameFacts.CaaAnswer;
import dev.berth.proxy.preflight.NameFacts.Outcome;
import dev.berth.proxy.route.HostName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether CAA records let an authority issue (RFC 8659), by these ways of showing that a name is ours (RFC 8657). */
final class CaaJudgement {
    private static final String ISSUE = "issue";
    private static final String ISSUE_WILD = "issuewild";
    private static final Set<String> KNOWN =
            Set.of(ISSUE, ISSUE_WILD, "iodef", "issuemail", "issuevmc", "contactemail", "contactphone");

    private final HostName name;
    private final Set<String> identities;
    private final List<ChallengeKind> challenges;

    CaaJudgement(HostName name, Set<String> identities, List<ChallengeKind> challenges) {
        this.name = name;
        this.identities = identities;
        this.challenges = challenges;
    }

    /** The nearest records decide; where they cannot be read the authority refuses too. */
    Optional<Finding> of(List<CaaAnswer> upwards) {
        if (identities.isEmpty()) {
            return Optional.empty();
        }
        for (CaaAnswer answer : upwards) {
            if (answer.outcome() == Outcome.FAILED) {
                return Optional.of(new Finding(
                        "the CAA records of " + answer.at() + " could not be read: " + answer.words(),
                        "mend the name servers of that domain: an authority that cannot read them issues nothing"));
            }
            if (answer.outcome() == Outcome.FOUND) {
                return ofRecords(answer.at(), answer.records());
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> ofRecords(String at, List<Caa> records) {
        for (Caa caa : records) {
            if (caa.critical() && !KNOWN.contains(caa.tag().toLowerCase(Locale.ROOT))) {
                return Optional.of(new Finding(
                        "a CAA record of " + at + " has the critical property \"" + caa.tag()
                                + "\", which authorities do not know",
                        "remove it, or its critical flag: an authority issues nothing that it does not understand"));
            }
        }
        List<Caa> relevant = tagged(records, name.isWildcard() ? ISSUE_WILD : ISSUE);
        if (name.isWildcard() && relevant.isEmpty()) {
            relevant = tagged(records, ISSUE);
        }
        if (relevant.isEmpty()) {
            return Optional.empty();
        }
        List<Caa> ours = relevant.stream()
                .filter(caa -> identities.contains(issuer(caa)))
                .toList();
        if (ours.isEmpty()) {
            return Optional.of(refused(at, relevant));
        }
        return ours.stream().anyMatch(this::allowsOurWay) ? Optional.empty() : Optional.of(wrongWay(at, ours));
    }

    private Finding refused(String at, List<Caa> relevant) {
        String allowed = relevant.stream()
                .map(CaaJudgement::issuer)
                .filter(issuer -> !issuer.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String identity = identities.stream().sorted().findFirst().orElseThrow();
        return new Finding(
                "the CAA records of " + at + " let " + (allowed.isEmpty() ? "no authority" : "only " + allowed)
                        + " issue for " + name,
                "add the record  " + at + ". CAA 0 " + (name.isWildcard() ? ISSUE_WILD : ISSUE) + " \"" + identity
                        + "\"");
    }

    private Finding wrongWay(String at, List<Caa> ours) {
        String allowed = ours.stream()
                .flatMap(caa -> methods(caa).stream().flatMap(List::stream))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return new Finding(
                "the CAA records of " + at + " let " + name + " be shown to be ours only by " + allowed,
                "take one of  " + challenges.stream().map(ChallengeKind::text).collect(Collectors.joining(", "))
                        + "  into the record's validationmethods");
    }

    private boolean allowsOurWay(Caa caa) {
        return methods(caa)
                .map(allowed -> challenges.stream().anyMatch(kind -> allowed.contains(kind.text())))
                .orElse(true);
    }

    /** What the parameter {@code validationmethods} allows; empty when it does not stand there. */
    private static Optional<List<String>> methods(Caa caa) {
        List<String> parameters = new ArrayList<>(List.of(caa.value().split(";")));
        return parameters.stream()
                .skip(1)
                .map(String::strip)
                .filter(parameter -> parameter.startsWith("validationmethods="))
                .map(parameter -> Arrays.asList(parameter
                        .substring("validationmethods=".length())
                        .strip()
                        .split("\\s*,\\s*")))
                .findFirst();
    }

    private static String issuer(Caa caa) {
        String issuer = caa.value().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return issuer.endsWith(".") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }

    private static List<Caa> tagged(List<Caa> records, String tag) {
        return records.stream().filter(caa -> caa.tag().equalsIgnoreCase(tag)).toList();
    }
}
