package dev.berth.core.yaml;

/** What keeps a hostile or broken text from costing memory or time. */
final class YamlLimits {
    /** Characters of one text: 256 KiB of plain ASCII. */
    static final int TEXT = 256 * 1024;

    /** Mappings and lists within one another. */
    static final int DEPTH = 50;

    /** Values after aliases are written out. */
    static final int NODES = 100_000;

    /** Characters of a key; the parser finds a key only within 1,024, and each can take six when escaped. */
    static final int KEY = 150;

    /** Characters of a path beyond which it does not grow: every value has one of its own. */
    static final int PATH = 200;
    /** Characters of a value in which a part has a place of its own: counting up to it takes time. */
    static final int COUNTED = 10_000;

    private YamlLimits() {}
}
