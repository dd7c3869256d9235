package dev.berth.api.view;

import java.time.Instant;
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
                Style.plain(why(c))));
        return table.toString();
    }

    /** Where a person must act comes first: the end of a line may be cut. */
    private static String why(CertificateView certificate) {
        StringBuilder why = new StringBuilder();
        if (certificate.link() != null) {
            why.append("see ").append(certificate.link()).append(": ");
        }
        why.append(certificate.why());
        boolean said = certificate.lastError() == null || certificate.why().contains(certificate.lastError());
        if (!said) {
            why.append(certificate.why().isEmpty() ? "" : "; ").append(certificate.lastError());
        }
        if (certificate.nextAttempt() != null) {
            why.append("; next attempt at ").append(Times.at(certificate.nextAttempt()));
        }
        return why.toString();
    }

    private static String at(Instant time) {
        return time == null ? "" : Times.at(time);
    }
}
