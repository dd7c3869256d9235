package dev.berth.core.release;

import dev.berth.core.project.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes up templates that refer to one another, sometimes to nothing and sometimes in circles. */
final class RandomTemplates {
    private static final List<String> NAMES = List.of("A", "B", "C", "D", "E", "GONE");

    private final Random random;

    RandomTemplates(Random random) {
        this.random = random;
    }

    Map<String, Template> some() {
        Map<String, Template> made = new TreeMap<>();
        NAMES.subList(0, 1 + random.nextInt(NAMES.size() - 1)).forEach(name -> made.put(name, one()));
        return made;
    }

    Template one() {
        List<Template.Piece> pieces = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            pieces.add(piece(NAMES.get(random.nextInt(NAMES.size()))));
        }
        return new Template(pieces);
    }

    private Template.Piece piece(String name) {
        return switch (random.nextInt(9)) {
            case 0 -> new Template.SecretReference(name);
            case 1 -> new Template.SharedReference(name);
            case 2 -> new Template.OwnReference(name);
            default -> new Template.Literal("<" + random.nextInt(10) + ">");
        };
    }
}
