package dev.berth.proxy.certificate;

import java.util.List;
import java.util.Set;

/**
 * How things stand before an authority is asked about a name.
 *
 * @param findings what may keep it from issuing
 * @param hindered kinds of challenge that cannot be answered from here at the moment; findings say why
 */
public record Preparation(List<Finding> findings, Set<ChallengeKind> hindered) {
    public static final Preparation GOOD = new Preparation(List.of(), Set.of());

    public Preparation {
        findings = List.copyOf(findings);
        hindered = Set.copyOf(hindered);
    }
}
