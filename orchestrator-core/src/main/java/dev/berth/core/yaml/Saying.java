package dev.berth.core.yaml;

import java.util.List;
import java.util.Optional;

/**
 * One of the parser's complaints, and the same in words that say what to do.
 *
 * @param context a part of what the parser says it was doing
 * @param problem a part of what it says is wrong
 * @param open whether the mistake is where that began, not where the parser noticed
 */
record Saying(String context, String problem, boolean open, String what, String remedy) {
    private static final String SAME_INDENTATION =
            "give the keys of one mapping, and the \"-\" of one list, the same indentation";

    private static final List<Saying> ALL = List.of(
            at("", "mapping values are not allowed", "a second \": \" in this line")
                    .so("put a value that contains \": \" in quotes"),
            at("", "mapping keys are not allowed", "a \"?\" cannot stand here").so("put the value in quotes"),
            at("", "sequence entries are not allowed", "a list cannot begin in this line")
                    .so("begin it in the next line, or write  [a, b]"),
            opening("quoted scalar", "found unexpected end of stream", "the quote that opens here is never closed")
                    .so("close it"),
            opening("quoted scalar", "document separator", "the quote that opens here is never closed")
                    .so("close it"),
            at(
                            "quoted scalar",
                            "unknown escape",
                            "a backslash in double quotes begins an escape, and this one does not exist")
                    .so("write \\\\ for a backslash, or use single quotes"),
            at("quoted scalar", "expected escape sequence", "this escape lacks some of its digits")
                    .so("write all of them, such as \\x1b or \\u00e9, or \\\\ for a backslash"),
            opening("block scalar", "", "behind | or > stand at most a + or -, a digit and a comment")
                    .so("begin the text in the next line"),
            opening("", "could not find expected ':'", "a \":\" is missing behind this key")
                    .so("write  key: value"),
            opening("scanning an alias", "", "a \"*\" here begins an alias, and no name follows")
                    .so("put a text that begins with * in quotes"),
            opening("scanning an anchor", "", "an \"&\" here begins an anchor, and no name follows")
                    .so("put a text that begins with & in quotes"),
            opening("scanning a tag", "", "a \"!\" here begins a tag, and this is none")
                    .so("put a text that begins with ! in quotes"),
            at("", "undefined tag handle", "a \"!\" here begins a tag, and this is none")
                    .so("put a text that begins with ! in quotes"),
            opening("directive", "", "a line that begins with % is a directive of YAML, and this is none")
                    .so("remove the line"),
            at("", "incompatible YAML document", "YAML of this version is not read")
                    .so("remove the line"),
            at("", "duplicate", "this directive is given twice").so("keep one of the two"),
            at("flow", "expected ','", "a comma is missing before this, or a bracket that closes")
                    .so("put a comma between two items, and quotes around a text with brackets in it"),
            at("", "expected the node content", "a value is missing before this")
                    .so("write it, or \"\" for an empty text"),
            at("", "<document start>", "the definition ends above, but the text goes on")
                    .so("remove it, or " + SAME_INDENTATION),
            at("", "<block end>, but found '<scalar>'", "the value before this has ended already")
                    .so("put the whole value in one pair of quotes"),
            at("", "expected <block end>", "this does not fit what stands above it")
                    .so(SAME_INDENTATION));

    private static Saying at(String context, String problem, String what) {
        return new Saying(context, problem, false, what, "");
    }

    private static Saying opening(String context, String problem, String what) {
        return new Saying(context, problem, true, what, "");
    }

    private Saying so(String words) {
        return new Saying(context, problem, open, what, words);
    }

    static Optional<Saying> of(String context, String problem) {
        return ALL.stream()
                .filter(s -> context.contains(s.context) && problem.contains(s.problem))
                .findFirst();
    }
}
