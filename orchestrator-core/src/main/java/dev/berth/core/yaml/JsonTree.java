package dev.berth.core.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.regex.Pattern;

/** JSON read by its own rules: the YAML parser refuses tabs between values and long keys. */
final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** What the parser says of a character, and what nobody but its programmer can use. */
    private static final Pattern CODE =
            Pattern.compile("^Unexpected character \\('(.)' \\(code [^)]*\\)\\): (.*?)(?: \\(not recognized.*)?$");

    private final String file;
    private final String text;
    private final SourceLines lines;
    private final JsonParser parser;
    private final Nodes nodes;

    private JsonTree(String file, String text, JsonParser parser, Problems problems) {
        this.file = file;
        this.text = text;
        this.lines = new SourceLines(text);
        this.parser = parser;
        this.nodes = new Nodes(problems);
    }

    /** @return empty when the text is not one whole JSON object; then it may still be YAML */
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

    /** Why a text is not JSON; empty when it is. */
    static Optional<UnreadableYaml> mistake(String file, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            int position = (int) e.getLocation().getCharOffset();
            Place place = new SourceLines(text).place(file, Math.max(0, Math.min(position, text.length())));
            return Optional.of(new UnreadableYaml(
                    new Spot(place, 1, ""),
                    "this is not JSON: " + CODE.matcher(e.getOriginalMessage()).replaceFirst("unexpected \"$1\", $2"),
                    "put a comma between two items and none behind the last, text in double quotes, and no comments"));
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
        String value = parser.getText();
        int lead = quoted ? 1 : 0;
        int from = position();
        boolean verbatim = !value.isEmpty() && lines.has(value, from + lead);
        int to = quoted ? closingQuote(from) : Math.min(from + value.length(), lines.end(from));
        return new YamlScalar(
                at.place(), Math.max(1, lines.points(from, to)), path, value, quoted, verbatim ? lead : -1);
    }

    /** Where the string ends that begins at a position, quotes included; at most where its line does. */
    private int closingQuote(int from) {
        int line = lines.end(from);
        int end = from + 1;
        while (end < line && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, line);
    }

    private Spot spot(String path) {
        return new Spot(lines.place(file, position()), 1, path);
    }

    private int position() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }
}
