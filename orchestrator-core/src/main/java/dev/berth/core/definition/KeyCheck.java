package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/** Whether a mapping has the keys of its section: all known, none missing, one of those that exclude each other. */
final class KeyCheck {
    /** Keys that are looked at when one is missing: it may be there by another name. */
    private static final int LOOKED_AT = 100;

    private static final String OWN = "x-";

    private final YamlMapping mapping;
    private final Section section;
    private final Problems problems;

    private KeyCheck(YamlMapping mapping, Section section, Problems problems) {
        this.mapping = mapping;
        this.section = section;
        this.problems = problems;
    }

    static void check(YamlMapping mapping, Section section, Problems problems) {
        KeyCheck check = new KeyCheck(mapping, section, problems);
        mapping.entries().forEach(entry -> check.known(entry.key()));
        section.required().forEach(check::there);
        check.one(section.choice());
    }

    private void known(YamlScalar key) {
        String name = key.text();
        if (section.key(name).isPresent() || name.startsWith(OWN) || problems.isFull()) {
            return;
        }
        String remedy = section.foreign().get(name);
        if (remedy != null) {
            problems.error(key, "\"" + name + "\" is not a key of " + section.name() + " here", remedy);
            return;
        }
        Optional<String> meant = Suggestion.of(name, section.names());
        problems.error(
                key,
                "\"" + Excerpt.of(name) + "\" is not a key of " + section.name()
                        + meant.map(word -> "; did you mean \"" + word + "\"?").orElse(""),
                meant.map(word -> "write  " + word + ":")
                        .orElseGet(() -> "remove it; the keys are " + String.join(", ", section.names())));
    }

    private void there(String name) {
        if (mapping.get(name).isEmpty() && !isMeant(mapping, section, name)) {
            problems.error(mapping, "the " + section.noun() + " lacks \"" + name + "\"", "add  " + example(name));
        }
    }

    private void one(Section.OneOf choice) {
        List<String> given =
                choice.names().stream().filter(n -> mapping.get(n).isPresent()).toList();
        boolean two = choice.names().size() == 2;
        if (given.size() > 1) {
            problems.error(
                    mapping.entry(given.get(1)).orElseThrow().key(),
                    section.name()
                            + (two
                                    ? " has either " + String.join(" or ", given) + ", not both"
                                    : " is only one of " + String.join(", ", choice.names())),
                    choice.remedy());
            return;
        }
        boolean meant = choice.names().stream().anyMatch(name -> isMeant(mapping, section, name))
                || !mapping.entries().isEmpty()
                        && section.names().stream()
                                .noneMatch(name -> mapping.get(name).isPresent());
        if (given.isEmpty() && !choice.names().isEmpty() && !meant) {
            problems.error(
                    mapping,
                    "the " + section.noun()
                            + (two
                                    ? " has neither " + String.join(" nor ", choice.names())
                                    : " is none of " + String.join(", ", choice.names())),
                    "add  " + example(choice.names().get(0))
                            + (two ? "  or  " + example(choice.names().get(1)) : ""));
        }
    }

    private String example(String name) {
        return name + ": " + section.key(name).map(Key::example).orElse("…");
    }

    /** Whether a key that is missing is there in another spelling, of which the user is told already. */
    static boolean isMeant(YamlMapping mapping, Section section, String name) {
        return mapping.entries().stream()
                .limit(LOOKED_AT)
                .map(YamlMapping.Entry::name)
                .filter(written -> section.key(written).isEmpty() && !written.startsWith(OWN))
                .anyMatch(written -> section.foreign().getOrDefault(written, "").contains("  " + name + ":")
                        || Suggestion.of(written, section.names())
                                .filter(name::equals)
                                .isPresent());
    }
}
