package dev.berth.core.yaml;

import dev.berth.core.problem.Located;
import dev.berth.core.problem.Place;
import dev.berth.core.problem.Spot;
import java.util.Set;

/**
 * A single value, its text as written: {@code 3.10}, {@code yes} and {@code 010} stay what they are.
 *
 * @param quoted whether it stands in quotes or is a block, so that {@code "null"} and {@code ""} are texts
 * @param lead characters between {@code place} and the first of {@code text}; negative when the source spells the text
 *     otherwise (escapes, folded lines)
 */
public record YamlScalar(Place place, int width, String path, String text, boolean quoted, int lead)
        implements YamlNode {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    /** Whether the source says that there is no value. */
    public boolean isNull() {
        return !quoted && NULLS.contains(text);
    }

    /** The stretch of source for part of the text, in UTF-16 units; the whole value where that cannot be told. */
    public Located part(int from, int to) {
        if (lead < 0 || from > YamlLimits.COUNTED) {
            return this;
        }
        int before = text.codePointCount(0, from);
        Place at = new Place(place.file(), place.line(), place.column() + lead + before);
        return new Spot(at, text.codePointCount(from, to), path);
    }

    @Override
    public YamlScalar under(String other) {
        return new YamlScalar(place, width, other, text, quoted, lead);
    }

    @Override
    public String kind() {
        return isNull() ? "nothing" : "a single value";
    }
}
