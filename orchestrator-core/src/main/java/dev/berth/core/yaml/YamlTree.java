package dev.berth.core.yaml;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Spot;
import dev.berth.core.problem.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** Builds nodes from the parser's events, which alone know where each value begins and ends. */
final class YamlTree {
    private static final Set<String> CORE_TAGS = Set.of("str", "int", "float", "bool", "null", "map", "seq");
    private static final String CORE = "tag:yaml.org,2002:";

    private final String file;
    private final String text;
    private final SourceLines lines;
    private final Problems problems;
    private final Nodes nodes;
    private final Map<String, YamlNode> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private Parser parser;
    /** Index of the code point behind the last event. */
    private int reached;

    YamlTree(String file, String text, Problems problems) {
        this.file = file;
        this.text = text;
        this.lines = new SourceLines(text);
        this.problems = problems;
        this.nodes = new Nodes(problems);
    }

    YamlNode read() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(YamlLimits.TEXT);
        parser = new ParserImpl(new StreamReader(text), options);
        return document();
    }

    private Event next() {
        try {
            Event event = parser.getEvent();
            reached = event.getEndMark().getIndex();
            return event;
        } catch (MarkedYAMLException e) {
            throw SyntaxMistake.of(e, file, lines);
        } catch (ReaderException e) {
            throw SyntaxMistake.of(e, file, lines);
        } catch (RuntimeException e) {
            // Odd texts reach assertions of the parser and numbers that it does not expect; they have no place.
            throw new UnreadableYaml(
                    new Spot(lines.place(file, lines.position(reached)), 1, ""),
                    "somewhere behind this the text is no YAML any more: " + e.getMessage(),
                    "mend the syntax; quotes help with odd values");
        }
    }

    private YamlNode document() {
        next();
        Event first = next();
        if (first.is(Event.ID.StreamEnd)) {
            throw empty();
        }
        YamlNode root = node("", next(), 1);
        next();
        Event next = next();
        if (!next.is(Event.ID.StreamEnd)) {
            throw new UnreadableYaml(
                    spot(next.getStartMark(), 3, ""),
                    "a second document begins here; one file is one project",
                    "put the second one into a file of its own, or remove the \"---\"");
        }
        if (root instanceof YamlScalar scalar && scalar.isNull()) {
            throw empty();
        }
        return root;
    }

    private UnreadableYaml empty() {
        return new UnreadableYaml(
                new Spot(new Place(file, 1, 1), 1, ""),
                "there is nothing in it but white space and comments",
                "begin with  project: NAME  and  applications:");
    }

    private YamlNode node(String path, Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            return alias(path, alias, depth);
        }
        nodes.count(1, spot(event.getStartMark(), 1, path));
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            open.add(anchor);
            anchors.remove(anchor);
        }
        YamlNode node = built(path, event, depth);
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, node);
        }
        return node;
    }

    private YamlNode built(String path, Event event, int depth) {
        if (event instanceof ScalarEvent scalar) {
            checkTag(path, scalar.getTag(), event);
            return nodes.checked(scalar(path, scalar), false);
        }
        Nodes.checkDepth(depth, spot(event.getStartMark(), 1, path));
        if (event instanceof SequenceStartEvent sequence) {
            checkTag(path, sequence.getTag(), event);
            return sequence(path, sequence, depth);
        }
        MappingStartEvent mapping = (MappingStartEvent) event;
        checkTag(path, mapping.getTag(), event);
        return mapping(path, mapping, depth);
    }

    private YamlNode sequence(String path, SequenceStartEvent start, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event next = next(); !next.is(Event.ID.SequenceEnd); next = next()) {
            items.add(node(YamlSequence.item(path, items.size()), next, depth + 1));
        }
        Spot at = content(start, path);
        return new YamlSequence(at.place(), at.width(), path, items);
    }

    private YamlNode mapping(String path, MappingStartEvent start, int depth) {
        List<YamlMapping.Entry> written = new ArrayList<>();
        for (Event next = next(); !next.is(Event.ID.MappingEnd); next = next()) {
            YamlScalar key = key(path, next, depth);
            String below = YamlMapping.child(path, key.text());
            written.add(new YamlMapping.Entry(key.under(below), node(below, next(), depth + 1)));
        }
        Spot at = content(start, path);
        return new YamlMapping(at.place(), at.width(), path, nodes.entries(path, written));
    }

    private YamlScalar key(String path, Event event, int depth) {
        if (node(path, event, depth + 1) instanceof YamlScalar scalar) {
            return nodes.checked(scalar, true);
        }
        throw new UnreadableYaml(
                spot(event.getStartMark(), 1, path),
                "a key is a single word, not a list or a mapping",
                "write  key: value;  a value that begins with [ or { and is meant as text stands in quotes");
    }

    private YamlNode alias(String path, AliasEvent alias, int depth) {
        YamlNode meant = anchors.get(alias.getAnchor());
        String name = Excerpt.of(alias.getAnchor());
        Spot at = spot(alias.getStartMark(), 1 + alias.getAnchor().length(), path);
        if (meant == null && open.contains(alias.getAnchor())) {
            throw new UnreadableYaml(
                    at, "*" + name + " stands inside the value that &" + name + " names", "let it name another value");
        }
        if (meant == null) {
            throw new UnreadableYaml(
                    at,
                    "no anchor &" + name + " stands before this alias" + Suggestion.tail(name, anchors.keySet()),
                    "put &" + name + " before the value that is meant, or quote a text that begins with *");
        }
        nodes.count(Nodes.size(meant), at);
        Nodes.checkDepth(depth - 1 + Nodes.depth(meant), at);
        return meant.under(path);
    }

    private YamlScalar scalar(String path, ScalarEvent event) {
        boolean quoted = !event.isPlain() || (CORE + "str").equals(event.getTag());
        int from = content(event);
        Spot at = spot(from, event, path);
        String value = event.getValue();
        int lead = event.isPlain() ? 0 : 1;
        boolean verbatim = !value.isEmpty() && lines.has(value, from + lead);
        boolean block = event.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL
                || event.getScalarStyle() == DumperOptions.ScalarStyle.FOLDED;
        return new YamlScalar(at.place(), at.width(), path, value, quoted, verbatim && !block ? lead : -1);
    }

    /** Where a value itself begins, behind its anchor and tag. */
    private int content(Event event) {
        int from = lines.position(event.getStartMark().getIndex());
        int end = lines.end(from);
        int behind = Properties.end(text, from, end);
        Optional<Integer> next =
                behind == end && behind > from ? lines.nextWithText(lines.line(from) + 1) : Optional.empty();
        if (next.isEmpty()) {
            return behind;
        }
        int below = lines.begin(next.get());
        String line = lines.rest(below);
        return below + line.length() - line.stripLeading().length();
    }

    private Spot content(Event event, String path) {
        return spot(content(event), event, path);
    }

    private Spot spot(int position, Event event, String path) {
        Place place = lines.place(file, position);
        if (event instanceof ScalarEvent scalar) {
            int end = lines.position(event.getEndMark().getIndex());
            boolean nothing = scalar.isPlain() && scalar.getValue().isEmpty();
            boolean oneLine = end > position && end <= lines.end(position);
            int width = oneLine ? lines.points(position, end) : lines.firstWord(position, true);
            return new Spot(place, nothing ? 1 : width, path);
        }
        return new Spot(place, lines.firstWord(position, false), path);
    }

    private Spot spot(Mark mark, int width, String path) {
        return new Spot(lines.place(file, lines.position(mark.getIndex())), width, path);
    }

    private void checkTag(String path, String tag, Event event) {
        if (tag == null
                || tag.equals("!")
                || tag.startsWith(CORE) && CORE_TAGS.contains(tag.substring(CORE.length()))) {
            return;
        }
        String shown = tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
        problems.error(
                spot(event.getStartMark(), Math.max(1, shown.length()), path),
                "the tag " + Excerpt.of(shown) + " means nothing here",
                "remove it; a text that begins with ! stands in quotes");
    }
}
