package dev.berth.core.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Spot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON read by its own rules: the YAML parser refuses tabs between values and long keys. */
final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String file;
    private final SourceLines lines;
    private final JsonParser parser;
    private final Nodes nodes;

    private JsonTree(String file, String text, JsonParser parser, Problems problems) {
        this.file = file;
        this.lines = new SourceLines(text);
        this.parser = parser;
        this.nodes = new Nodes(problems);
    }

    /** @return empty when the text is not one whole JSON object or array; then it may still be YAML */
    static Optional<YamlNode> read(String file, String text, Problems problems) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        Problems found = new Problems();
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonTree tree = new JsonTree(file, text, parser, found);
            YamlNode root = tree.node("", parser.nextToken(), 1);
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
            found.all().forEach(problems::add);
            return Optional.of(root);
        } catch (JsonParseException | StreamConstraintsException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private YamlNode node(String path, JsonToken token, int depth) throws IOException {
        Spot at = spot(path);
        nodes.count(1, at);
        if (token == JsonToken.START_OBJECT) {
            Nodes.checkDepth(depth, at);
            return mapping(path, at, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            Nodes.checkDepth(depth, at);
            List<YamlNode> items = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                items.add(node(YamlSequence.item(path, items.size()), next, depth + 1));
            }
            return new YamlSequence(at.place(), at.width(), path, items);
        }
        return nodes.checked(scalar(path, at, token == JsonToken.VALUE_STRING), false);
    }

    private YamlNode mapping(String path, Spot at, int depth) throws IOException {
        List<YamlMapping.Entry> written = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String below = YamlMapping.child(path, parser.currentName());
            YamlScalar key = nodes.checked(scalar(below, spot(below), true), true);
            written.add(new YamlMapping.Entry(key, node(below, parser.nextToken(), depth + 1)));
        }
        return new YamlMapping(at.place(), at.width(), path, nodes.entries(path, written));
    }

    private YamlScalar scalar(String path, Spot at, boolean quoted) throws IOException {
        String text = parser.getText();
        int lead = quoted ? 1 : 0;
        String line = lines.from(at.place());
        boolean verbatim = !text.isEmpty() && line.startsWith(text, lead);
        int width = line.codePointCount(0, quoted ? closingQuote(line) : Math.min(text.length(), line.length()));
        return new YamlScalar(at.place(), Math.max(1, width), path, text, quoted, verbatim ? lead : -1);
    }

    /** The length of the string that a line begins with, quotes included. */
    private static int closingQuote(String line) {
        int end = 1;
        while (end < line.length() && line.charAt(end) != '"') {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, line.length());
    }

    private Spot spot(String path) {
        JsonLocation location = parser.currentTokenLocation();
        int line = location.getLineNr();
        String before = lines.from(line - 1, 0);
        int units = Math.min(location.getColumnNr() - 1, before.length());
        return new Spot(new Place(file, line, 1 + before.codePointCount(0, units)), 1, path);
    }
}
