package dev.berth.core.definition;

import dev.berth.core.project.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The project's shared values, where {@code ${{X}}} is short for {@code ${{project.X}}}. */
final class SharedEnv {
    private SharedEnv() {}

    /** With the long form made the short one, under which a value finds its neighbours. */
    static Map<String, Placed<TemplateText.Read>> asOwn(Map<String, Placed<TemplateText.Read>> values) {
        Map<String, Placed<TemplateText.Read>> result = new LinkedHashMap<>();
        values.forEach((name, read) -> {
            List<Placed<Template.Piece>> references = read.value().references().stream()
                    .map(r -> r.value() instanceof Template.SharedReference s
                            ? new Placed<Template.Piece>(new Template.OwnReference(s.name()), r.at())
                            : r)
                    .toList();
            result.put(name, new Placed<>(new TemplateText.Read(read.value().template(), references), read.at()));
        });
        return result;
    }

    /** The templates, with the short form made the long one. */
    static Map<String, Template> templates(Map<String, Placed<TemplateText.Read>> values) {
        Map<String, Template> result = new LinkedHashMap<>();
        values.forEach((name, read) -> result.put(
                name,
                new Template(read.value().template().pieces().stream()
                        .map(p -> p instanceof Template.OwnReference own
                                ? (Template.Piece) new Template.SharedReference(own.name())
                                : p)
                        .toList())));
        return result;
    }
}
