package dev.berth.api.view;

import java.util.List;

/** What {@code doctor} found, for people. */
public final class CheckText {
    private CheckText() {}

    public static String list(List<CheckView> checks, Style style) {
        int width = checks.stream().mapToInt(c -> c.name().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (CheckView check : checks) {
            text.append(style.word(check.status()))
                    .append(" ".repeat(Math.max(1, 9 - check.status().length())))
                    .append(check.name())
                    .append(" ".repeat(width + 2 - check.name().length()))
                    .append(Style.plain(check.what()).strip().replace("\n", "\n" + " ".repeat(11 + width)))
                    .append('\n');
            if (!check.remedy().isEmpty()) {
                text.append(" ".repeat(11 + width))
                        .append("fix: ")
                        .append(check.remedy())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
