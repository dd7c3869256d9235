package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.project.Mount;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code volumes} at the top: those that are there already and are adopted. */
final class VolumeBinder {
    private static final Pattern NAME =
            Texts.VOLUME_NAME.as(Shape.Form.class).orElseThrow().pattern();
    private static final Pattern ENGINE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{1,254}");

    private VolumeBinder() {}

    /** Name in the file → name on the engine. */
    static Map<String, String> bind(Fields project, List<BoundApplication> applications) {
        Set<String> mounted = new TreeSet<>();
        for (BoundApplication application : applications) {
            for (Placed<Mount> mount : application.mounts()) {
                if (mount.value() instanceof Mount.Volume volume) {
                    mounted.add(volume.name());
                }
            }
        }
        Map<String, String> external = new LinkedHashMap<>();
        for (YamlMapping.Entry entry : project.entries("volumes")) {
            if (!Fields.fits(entry.name(), NAME)) {
                project.problems()
                        .error(
                                entry.key(),
                                "\"" + Excerpt.of(entry.name()) + "\" is not a volume's name",
                                "use letters, digits, _, . and -");
            } else if (!mounted.contains(entry.name())) {
                project.problems()
                        .warning(
                                entry.key(),
                                "no application mounts the volume \"" + Excerpt.of(entry.name()) + "\""
                                        + Suggestion.tail(entry.name(), mounted),
                                "remove it, or mount it:  volumes: [" + Excerpt.of(entry.name()) + ":/data]");
            }
            if (!Fields.isNull(entry.value())) {
                Fields volume = Fields.of(entry.value(), ProjectKeys.VOLUME, project.problems());
                engineName(entry.name(), volume).ifPresent(name -> external.put(entry.name(), name));
            }
        }
        return external;
    }

    private static Optional<String> engineName(String key, Fields volume) {
        Optional<String> external = volume.node("external")
                .filter(node -> !Fields.isNull(node))
                .filter(YamlScalar.class::isInstance)
                .map(node -> ((YamlScalar) node).text());
        if (volume.has("external") && external.isEmpty()) {
            YamlNode node = volume.node("external").orElseThrow();
            return volume.wrong("external", node);
        }
        Optional<Boolean> flag = external.flatMap(Shape.Flag::read);
        boolean yes = flag.orElse(false);
        if (volume.has("name") && !yes) {
            volume.problems()
                    .error(
                            volume.keyAt("name"),
                            "a volume is called PROJECT_" + Excerpt.of(key) + " on the engine",
                            "remove  name:,  or adopt one that is there already with  external: NAME");
            return Optional.empty();
        }
        Optional<String> name =
                yes ? volume.text("name").or(() -> Optional.of(key)) : external.filter(e -> flag.isEmpty());
        if (name.isPresent() && !Fields.fits(name.get(), ENGINE_NAME)) {
            volume.problems()
                    .error(
                            volume.at("external"),
                            "\"" + Excerpt.of(name.get()) + "\" cannot be the name of a volume",
                            "write the name that  docker volume ls  shows");
            return Optional.empty();
        }
        return name;
    }
}
