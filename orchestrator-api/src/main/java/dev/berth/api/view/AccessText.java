package dev.berth.api.view;

import java.util.List;

/** Tokens and orders, for people. */
public final class AccessText {
    private AccessText() {}

    public static String tokens(List<TokenView> tokens, Style style) {
        Table table = new Table(style, "NAME", "SCOPE", "PROJECT", "MADE (UTC)", "EXPIRES (UTC)");
        tokens.forEach(t -> table.row(
                Style.plain(t.name()),
                t.scope(),
                t.project() == null ? "all" : t.project(),
                Times.at(t.createdAt()),
                t.expiresAt() == null ? "never" : Times.at(t.expiresAt())));
        return table.toString();
    }

    public static String audit(List<AuditView> entries, Style style) {
        Table table = new Table(style, "AT (UTC)", "BY", "ORDER", "OF", "OUTCOME");
        entries.forEach(e -> table.row(
                Times.at(e.at()),
                Style.plain(e.actor()),
                Style.plain(e.action()),
                Style.plain(e.target()),
                Style.plain(e.outcome())));
        return table.toString();
    }
}
