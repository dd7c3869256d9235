package dev.berth.core.project;

import java.util.List;

/**
 * A text with references in it: literal pieces and {@code ${{…}}} references in the order written.
 *
 * @see Piece
 */
public record Template(List<Piece> pieces) {
    /** A piece of a {@link Template}. */
    public sealed interface Piece {}

    /** Text that stands for itself. */
    public record Literal(String text) implements Piece {}

    /** {@code ${{secret.NAME}}}. */
    public record SecretReference(String name) implements Piece {}

    /** {@code ${{project.NAME}}}: a value of the project's shared {@code env}. */
    public record SharedReference(String name) implements Piece {}

    /** {@code ${{NAME}}}: another value of the same application's {@code env}. */
    public record OwnReference(String name) implements Piece {}

    public Template {
        pieces = List.copyOf(pieces);
    }

    public static Template literal(String text) {
        return new Template(text.isEmpty() ? List.of() : List.of(new Literal(text)));
    }
}
