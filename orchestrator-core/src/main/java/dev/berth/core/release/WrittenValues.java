package dev.berth.core.release;

import dev.berth.core.project.Template;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values that one application can refer to, their own references written out. */
final class WrittenValues {
    private final References references;
    private final Map<ValueName, String> texts = new HashMap<>();

    /** @throws IllegalStateException when a reference leads nowhere or in a circle, or they are too long together */
    WrittenValues(References references) {
        this.references = references;
        refuseTooLong(List.of());
        references.order().forEach(name -> texts.put(name, text(references.value(name), name.isShared())));
    }

    /**
     * Writes out a template that stands among the application's own values.
     *
     * @throws IllegalStateException when a reference leads nowhere or in a circle, or it is too long
     */
    Secret resolve(Template template) {
        refuseTooLong(List.of(template));
        return Secret.of(text(template, false));
    }

    private void refuseTooLong(Collection<Template> beside) {
        if (references.length(beside) > References.LONGEST) {
            throw new IllegalStateException("the values are longer than " + References.LONGEST + " characters");
        }
    }

    private String text(Template template, boolean isShared) {
        StringBuilder text = new StringBuilder();
        for (Template.Piece piece : template.pieces()) {
            if (piece instanceof Template.Literal literal) {
                text.append(literal.text());
            } else if (piece instanceof Template.SecretReference secret) {
                text.append(present(references.secret(secret.name()), "secret." + secret.name())
                        .reveal());
            } else {
                ValueName name = ValueName.of(piece, isShared).orElseThrow();
                text.append(present(Optional.ofNullable(texts.get(name)), name.toString()));
            }
        }
        return text.toString();
    }

    private static <T> T present(Optional<T> value, String reference) {
        return value.orElseThrow(
                () -> new IllegalStateException("a reference leads nowhere or back to itself: " + reference));
    }
}
