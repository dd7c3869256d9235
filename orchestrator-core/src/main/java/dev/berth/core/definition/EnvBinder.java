package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Located;
import dev.berth.core.project.Template;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Maps of texts that Compose also lets one write as a list of {@code NAME=value}: env, labels, build arguments. */
final class EnvBinder {
    private static final Shape.Form NAME = Texts.VARIABLE.as(Shape.Form.class).orElseThrow();

    private EnvBinder() {}

    /** One variable: where its name stands, and its value. */
    record Variable(Located nameAt, YamlScalar value) {}

    /** The values with their references, by name. */
    static Map<String, Placed<TemplateText.Read>> templates(Fields fields, String key) {
        Map<String, Placed<TemplateText.Read>> result = new LinkedHashMap<>();
        variables(fields, key).forEach((name, variable) -> {
            result.put(name, new Placed<>(TemplateText.read(variable.value(), fields.problems()), variable.value()));
        });
        return result;
    }

    /** The values as they stand; references are not resolved in them. */
    static Map<String, String> literals(Fields fields, String key) {
        Map<String, String> result = new LinkedHashMap<>();
        variables(fields, key).forEach((name, variable) -> {
            refuseReference(fields, key, variable.value());
            result.put(name, variable.value().text());
        });
        return result;
    }

    static void refuseReference(Fields fields, String key, YamlScalar value) {
        int at = value.text().indexOf(TemplateText.OPEN);
        if (at >= 0) {
            fields.problems()
                    .error(
                            value.part(at, value.text().length()),
                            "references are not resolved in " + key,
                            key.equals("args")
                                    ? "write the value itself; what is built cannot depend on a secret"
                                    : "move the value to env or files, where they are");
        }
    }

    static Map<String, Variable> variables(Fields fields, String key) {
        Map<String, Variable> result = new LinkedHashMap<>();
        Optional<YamlNode> node = fields.node(key);
        if (node.isPresent() && node.get() instanceof YamlSequence sequence) {
            sequence.items().forEach(item -> listed(fields, key, item, result));
            result.values().forEach(variable -> checkValue(fields, key, variable.value()));
            return result;
        }
        for (YamlMapping.Entry entry : fields.entries(key)) {
            if (checkName(fields, key, entry.key(), entry.name())) {
                value(fields, key, entry).ifPresent(v -> result.put(entry.name(), new Variable(entry.key(), v)));
            }
        }
        result.values().forEach(variable -> checkValue(fields, key, variable.value()));
        return result;
    }

    /** Compose would put the caller's variables in; here the value stays as it is, which is worth a word. */
    private static void checkValue(Fields fields, String key, YamlScalar value) {
        fields.hasNul(key, value);
        SourceBinder.shellVariable(value).ifPresent(variable -> fields.problems()
                .warning(
                        value.part(variable.from(), variable.to()),
                        variable.text() + " is passed on as it stands: a definition does not see the caller's shell",
                        "nothing to do if that is meant; else write the value itself, or a secret"));
    }

    private static void listed(Fields fields, String key, YamlNode item, Map<String, Variable> into) {
        if (!(item instanceof YamlScalar scalar) || scalar.isNull()) {
            fields.problems()
                    .error(
                            item,
                            "an item of " + key + " is written NAME=value, not " + Fields.shown(item),
                            "write  - NAME=value,  or a mapping  NAME: value");
            return;
        }
        int equals = scalar.text().indexOf('=');
        if (equals < 0) {
            valueless(fields, key, scalar, scalar.text(), "- " + Excerpt.of(scalar.text()) + "=value")
                    .ifPresent(nothing -> into.put(scalar.text(), new Variable(scalar, nothing)));
            return;
        }
        String name = scalar.text().substring(0, equals);
        if (!checkName(fields, key, scalar.part(0, Math.max(1, equals)), name)) {
            return;
        }
        if (into.containsKey(name)) {
            fields.problems().error(scalar, "\"" + Excerpt.of(name) + "\" is given twice", "keep one of the two");
            return;
        }
        into.put(name, new Variable(scalar, behind(scalar, equals + 1)));
    }

    /** The rest of a scalar, still knowing its place. */
    private static YamlScalar behind(YamlScalar scalar, int from) {
        String rest = scalar.text().substring(from);
        if (scalar.lead() < 0) {
            return new YamlScalar(scalar.place(), scalar.width(), scalar.path(), rest, true, -1);
        }
        Located at = scalar.part(from, scalar.text().length());
        return new YamlScalar(at.place(), at.width(), scalar.path(), rest, true, 0);
    }

    private static Optional<YamlScalar> value(Fields fields, String key, YamlMapping.Entry entry) {
        if (entry.value() instanceof YamlScalar scalar && !scalar.isNull()) {
            return Optional.of(scalar);
        }
        if (Fields.isNull(entry.value())) {
            return valueless(fields, key, entry.key(), entry.name(), entry.name() + ": \"\"  for an empty value");
        }
        fields.problems()
                .error(
                        entry.value(),
                        entry.name() + " must be a single value, not "
                                + entry.value().kind(),
                        "put JSON in quotes:  " + entry.name() + ": '{\"a\": 1}'");
        return Optional.empty();
    }

    /** A label may be there without a value, as in Compose; a variable would be taken from the caller's shell there. */
    private static Optional<YamlScalar> valueless(Fields fields, String key, Located at, String name, String instead) {
        if (key.equals("labels")) {
            return Optional.of(new YamlScalar(at.place(), at.width(), at.path(), "", true, -1));
        }
        fields.problems()
                .error(
                        at,
                        "\"" + Excerpt.of(name) + "\" has no value, and none is taken from the caller's shell",
                        "write  " + instead);
        return Optional.empty();
    }

    private static boolean checkName(Fields fields, String key, Located at, String name) {
        if (Fields.fits(name, NAME.pattern())) {
            return true;
        }
        fields.problems()
                .error(
                        at,
                        "\"" + Excerpt.of(name) + "\" cannot be a name in " + key,
                        "use letters, digits and _; no white space, no =");
        return false;
    }

    /** Templates without their places. */
    static Map<String, Template> plain(Map<String, Placed<TemplateText.Read>> placed) {
        Map<String, Template> result = new LinkedHashMap<>();
        placed.forEach((name, read) -> result.put(name, read.value().template()));
        return result;
    }

    /** Every reference in them. */
    static List<Placed<Template.Piece>> references(Map<String, Placed<TemplateText.Read>> placed) {
        List<Placed<Template.Piece>> result = new ArrayList<>();
        placed.values().forEach(read -> result.addAll(read.value().references()));
        return result;
    }
}
