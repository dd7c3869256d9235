package dev.berth.core.release;

import dev.berth.core.project.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code ${{…}}} can lead to from one place.
 *
 * @param own values that {@code ${{X}}} means
 * @param shared values that {@code ${{project.X}}} means
 */
record References(Map<String, Template> own, Map<String, Template> shared, Map<String, Secret> secrets) {
    /** From within the shared values themselves, which call each other by either name. */
    References fromShared() {
        return new References(shared, shared, secrets);
    }

    /** @throws IllegalStateException when a reference leads nowhere or in a circle */
    Secret resolve(Template template) {
        return Secret.of(text(template, new LinkedHashSet<>()));
    }

    private String text(Template template, Set<Template.Piece> asked) {
        StringBuilder text = new StringBuilder();
        for (Template.Piece piece : template.pieces()) {
            text.append(text(piece, asked));
        }
        return text.toString();
    }

    private String text(Template.Piece piece, Set<Template.Piece> asked) {
        if (piece instanceof Template.Literal literal) {
            return literal.text();
        }
        if (!asked.add(piece)) {
            throw new IllegalStateException("a reference leads back to itself: " + written(piece));
        }
        String text = value(piece, asked);
        asked.remove(piece);
        return text;
    }

    private String value(Template.Piece piece, Set<Template.Piece> asked) {
        if (piece instanceof Template.SecretReference secret) {
            return present(secrets.get(secret.name()), piece).reveal();
        }
        if (piece instanceof Template.SharedReference reference) {
            return fromShared().text(present(shared.get(reference.name()), piece), asked);
        }
        return text(present(own.get(((Template.OwnReference) piece).name()), piece), asked);
    }

    private static <T> T present(T value, Template.Piece piece) {
        if (value == null) {
            throw new IllegalStateException("a reference leads nowhere: " + written(piece));
        }
        return value;
    }

    /** What is wrong with the references of a template that stands at {@code path}; a circle is told once. */
    List<Unresolved> unresolved(String path, Template template) {
        List<Unresolved> found = new ArrayList<>();
        look(path, template, new LinkedHashSet<>(), found);
        return found;
    }

    private void look(String path, Template template, Set<String> asked, List<Unresolved> found) {
        for (Template.Piece piece : template.pieces()) {
            if (piece instanceof Template.SecretReference secret && !secrets.containsKey(secret.name())) {
                found.add(new Unresolved(
                        path,
                        written(piece),
                        "there is no secret " + secret.name(),
                        "set it with  berth secret set PROJECT " + secret.name()));
            } else if (piece instanceof Template.SharedReference reference) {
                fromShared().follow(path, piece, shared.get(reference.name()), asked, found);
            } else if (piece instanceof Template.OwnReference reference) {
                follow(path, piece, own.get(reference.name()), asked, found);
            }
        }
    }

    private void follow(
            String path, Template.Piece piece, Template target, Set<String> asked, List<Unresolved> found) {
        if (target == null) {
            String where = piece instanceof Template.SharedReference ? "the project's env" : "this env";
            found.add(new Unresolved(
                    path, written(piece), "there is no such value in " + where, "add it there or mend the name"));
            return;
        }
        // Within the shared values both spellings mean the same value.
        String identity = own == shared ? "project." + name(piece) : written(piece);
        if (!asked.add(identity)) {
            String circle = asked.stream().collect(Collectors.joining(" → "));
            found.add(new Unresolved(
                    path, written(piece), "it leads back to itself: " + circle, "write one of them out"));
            return;
        }
        look(path, target, asked, found);
        asked.remove(identity);
    }

    private static String name(Template.Piece piece) {
        return piece instanceof Template.SharedReference shared
                ? shared.name()
                : ((Template.OwnReference) piece).name();
    }

    private static String written(Template.Piece piece) {
        if (piece instanceof Template.SecretReference secret) {
            return "secret." + secret.name();
        }
        return piece instanceof Template.SharedReference ? "project." + name(piece) : name(piece);
    }
}
