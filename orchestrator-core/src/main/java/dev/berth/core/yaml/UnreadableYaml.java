package dev.berth.core.yaml;

import dev.berth.core.problem.Located;

/** Ends the reading of a text at a mistake after which nothing more can be made of it. */
final class UnreadableYaml extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Located at;
    private final String remedy;

    UnreadableYaml(Located at, String what, String remedy) {
        super(what, null, false, false);
        this.at = at;
        this.remedy = remedy;
    }

    Located at() {
        return at;
    }

    String remedy() {
        return remedy;
    }
}
