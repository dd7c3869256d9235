package dev.berth.api.view;

import dev.berth.core.operate.CertificateStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Certificates, for people. */
public final class CertificateText {
    private CertificateText() {}

    /**
     * @param unread what cannot be read at the moment
     * @param setAside files that were not understood
     */
    public static String list(
            List<CertificateView> certificates, List<String> unread, List<String> setAside, Style style) {
        StringBuilder text = new StringBuilder(table(certificates, style));
        unread.forEach(
                what -> text.append("not read: ").append(Style.plain(what)).append('\n'));
        if (!unread.isEmpty()) {
            text.append("fix: mend that; Berth reads it again by itself, and has changed nothing of it\n");
        }
        setAside.forEach(
                file -> text.append("set aside: ").append(Style.plain(file)).append('\n'));
        if (!setAside.isEmpty()) {
            text.append("fix: restore what was set aside from a backup, or remove it; what is wanted is got anew\n");
        }
        return text.toString();
    }

    /** What goes wrong stands below, where nothing of it is cut. */
    private static String table(List<CertificateView> certificates, Style style) {
        if (certificates.isEmpty()) {
            return "No certificate: give an application a port and a domain.\n";
        }
        Table table = new Table(style, "NAME", "STATE", "ISSUER", "VALID UNTIL (UTC)", "RENEWS (UTC)", "WHY");
        certificates.forEach(c -> table.row(
                c.name(),
                style.word(c.state()),
                c.issuer() == null ? "" : Style.plain(c.issuer()),
                at(c.validUntil()),
                at(c.nextRenewal()),
                Style.plain(c.why())));
        StringBuilder text = new StringBuilder(table.toString());
        certificates.forEach(certificate -> wrong(certificate).forEach(line -> text.append(certificate.name())
                .append(' ')
                .append(Style.plain(line))
                .append('\n')));
        return text.toString();
    }

    private static List<String> wrong(CertificateView certificate) {
        List<String> lines = new ArrayList<>();
        if (certificate.trouble() != null) {
            lines.add("is not in order: " + certificate.trouble());
        }
        if (certificate.lastError() != null) {
            int failed = certificate.failedAttempts();
            String since = failed > 1 && certificate.failingSince() != null
                    ? " since " + Times.at(certificate.failingSince())
                    : "";
            lines.add("failed " + (failed > 1 ? failed + " times" : "once") + since + ": " + certificate.lastError());
        }
        if (certificate.nextAttempt() != null) {
            lines.add("is tried " + (certificate.lastError() == null ? "" : "again ") + "at "
                    + Times.at(certificate.nextAttempt()));
        }
        if (certificate.link() != null) {
            lines.add(
                    certificate.state().equals(CertificateStatus.State.USER_ACTION.text())
                            ? "waits for you: go to " + certificate.link() + "  and then  berth certificates renew "
                                    + certificate.name()
                            : "is explained at " + certificate.link());
        }
        return lines;
    }

    private static String at(Instant time) {
        return time == null ? "" : Times.at(time);
    }
}
