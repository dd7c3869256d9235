package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.CertificatePlan.AskRenewal;
import dev.berth.proxy.certificate.CertificatePlan.Forget;
import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.CertificatePlan.Outlook;
import dev.berth.proxy.certificate.CertificatePlan.Todo;
import java.time.Instant;

/** A plan as a person would write it down. */
final class CertificatePlanText {
    private CertificatePlanText() {}

    static String of(CertificatePlan plan) {
        StringBuilder text = new StringBuilder();
        plan.todo().forEach(todo -> text.append(of(todo)).append('\n'));
        plan.outlook()
                .forEach((name, outlook) ->
                        text.append(name).append(": ").append(of(outlook)).append('\n'));
        return text.append("look again ")
                .append(plan.lookAgainAt())
                .append('\n')
                .toString();
    }

    private static String of(Todo todo) {
        if (todo instanceof AskRenewal) {
            return "ask about " + todo.name();
        }
        if (todo instanceof Forget) {
            return "forget " + todo.name();
        }
        Obtain obtain = (Obtain) todo;
        CertificateRequest request = obtain.request();
        return (obtain.rehearsal() ? "rehearse " : "obtain ") + todo.name() + " from "
                + obtain.authority().getHost().replaceFirst("\\..*", "") + " by " + request.challenges()
                + request.replaces().map(id -> " replacing " + id).orElse("")
                + request.pending().map(order -> " finishing " + order.order()).orElse("") + ": " + obtain.cause();
    }

    private static String of(Outlook outlook) {
        return outlook.state() + " (" + outlook.why() + ")"
                + outlook.nextRenewal().map(at -> " renewal " + at).orElse("")
                + outlook.nextAttempt()
                        .map(Instant::toString)
                        .map(at -> " attempt " + at)
                        .orElse("")
                + outlook.link().map(link -> " see " + link).orElse("");
    }
}
