package dev.berth.core.definition;

/**
 * A key of the project file: the one place from which checks, messages, the JSON Schema and the reference come.
 *
 * @param meaning a noun phrase, as in "write …"
 * @param standard what holds without it, in words; empty when nothing does
 * @param example the value in one line of YAML
 */
record Key(String name, Shape shape, String meaning, String standard, String example) {
    static Key of(String name, Shape shape, String meaning, String example) {
        return new Key(name, shape, meaning, "", example);
    }

    Key orElse(String words) {
        return new Key(name, shape, meaning, words, example);
    }

    /** How to mend a wrong value. */
    String remedy() {
        return "write " + meaning + ", such as  " + name + ": " + example;
    }
}
