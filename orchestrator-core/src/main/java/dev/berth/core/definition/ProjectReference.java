package dev.berth.core.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keys of the project file as Markdown tables, made from what the reader checks by. */
public final class ProjectReference {
    private static final String INTRODUCTION =
            """
            A project file is YAML or JSON. A value is the text that is written: `3.10`, `yes` and `010` stay what they are
            where a text is wanted. Durations are written `1m30s` or `500ms`, sizes `512M` or `1g` (1k is 1024 bytes). Anchors,
            aliases and `<<` work as in Compose, keys that begin with `x-` are yours, and `$${{` is a literal `${{`.
            """;

    private final Map<Section, List<String>> places = new LinkedHashMap<>();

    private ProjectReference() {}

    /** An introduction, then one table for each mapping of the file, the top first; ends with a line break. */
    public static String markdown() {
        ProjectReference reference = new ProjectReference();
        reference.places.put(ProjectKeys.PROJECT, new ArrayList<>());
        reference.collect(ProjectKeys.PROJECT);
        StringBuilder out = new StringBuilder(INTRODUCTION);
        reference.places.forEach((section, places) -> table(section, places, out));
        return out.toString();
    }

    private void collect(Section section) {
        for (Key key : section.keys()) {
            collect(key, key.shape(), key.name() + ": ", "");
        }
    }

    private void collect(Key key, Shape shape, String before, String behind) {
        if (shape instanceof Shape.Either either) {
            either.alternatives().forEach(alternative -> collect(key, alternative, before, behind));
        } else if (shape instanceof Shape.Items items) {
            collect(key, items.item(), before + "[", "]" + behind);
        } else if (shape instanceof Shape.Named named) {
            collect(key, named.value(), before + "{NAME: ", "}" + behind);
        } else if (shape instanceof Shape.Part part) {
            place(part.section(), "`" + before + "{…}" + behind + "`");
        }
    }

    private void place(Section section, String place) {
        boolean known = places.containsKey(section);
        places.computeIfAbsent(section, s -> new ArrayList<>()).add(place);
        if (!known) {
            collect(section);
        }
    }

    private static void table(Section section, List<String> places, StringBuilder out) {
        out.append("\n**").append(capital(section.noun())).append("**");
        if (!places.isEmpty()) {
            out.append(" – ").append(String.join(", ", places));
        }
        out.append("\n\n| key | default | meaning | example |\n| --- | --- | --- | --- |\n");
        for (Key key : section.keys()) {
            out.append("| `" + key.name() + "` | " + cell(standard(section, key)) + " | " + cell(meaning(section, key))
                    + " | `" + cell(key.name() + ": " + key.example()) + "` |\n");
        }
    }

    private static String standard(Section section, Key key) {
        if (section.required().contains(key.name())) {
            return "required";
        }
        if (section.choice().names().contains(key.name())) {
            return section.choice().names().size() == 2 ? "one of the two" : "exactly one";
        }
        return key.standard().isEmpty() ? "–" : key.standard();
    }

    private static String meaning(Section section, Key key) {
        String words = key.shape()
                .as(Shape.Choice.class)
                .filter(choice -> choice.values().size() > 1)
                .map(choice -> ": `" + String.join("`, `", choice.values()) + "`")
                .orElse("");
        String later = LaterKeys.instead(section.name() + "." + key.name())
                .map(instead -> " – *no effect yet: " + instead + "*")
                .orElse("");
        return key.meaning() + words + later;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
