package dev.berth.core.definition;

/** The keys of the project file as Markdown tables, made from what the reader checks by. */
public final class ProjectReference {
    private ProjectReference() {}

    /** One table for each mapping of the file, the top first. */
    public static String markdown() {
        StringBuilder out = new StringBuilder();
        for (Section section : ProjectKeys.ALL) {
            out.append(out.isEmpty() ? "" : "\n");
            out.append("**").append(capital(section.noun())).append("**\n\n");
            out.append("| key | meaning | default | example |\n| --- | --- | --- | --- |\n");
            for (Key key : section.keys()) {
                out.append(row(section, key)).append('\n');
            }
        }
        return out.toString();
    }

    private static String row(Section section, Key key) {
        String standard = section.required().contains(key.name()) ? "required" : key.standard();
        return "| `" + key.name() + "` | " + cell(key.meaning()) + " | " + cell(standard.isEmpty() ? "–" : standard)
                + " | `" + cell(key.name() + ": " + key.example()) + "` |";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    }
}
