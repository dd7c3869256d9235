package dev.berth.core.yaml;

import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Spot;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads one YAML (1.1, as Compose does) or JSON document into located nodes; aliases and {@code <<} are written out.
 * Every mistake is a Problem; nothing is thrown whatever the text is.
 */
public final class YamlReader {
    private static final char BOM = '\uFEFF';

    private YamlReader() {}

    /** @return empty when the text is not YAML at all, and then there is at least one error */
    public static Optional<YamlNode> read(String file, String text, Problems problems) {
        Place start = new Place(file, 1, 1);
        String body = !text.isEmpty() && text.charAt(0) == BOM ? text.substring(1) : text;
        try {
            return Optional.of(read(file, body, start, problems));
        } catch (UnreadableYaml e) {
            problems.error(e.at(), e.getMessage(), e.remedy());
            return Optional.empty();
        }
    }

    /** As {@link #read(String, String, Problems)}, from the bytes of a file, which have to be UTF-8. */
    public static Optional<String> decode(String file, byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (!result.isError()) {
            return Optional.of(out.toString());
        }
        boolean wide = bytes.length > 1 && (bytes[0] & 0xfe) == 0xfe && (bytes[1] & 0xfe) == 0xfe;
        String before = out.toString();
        problems.error(
                new Spot(new SourceLines(before).place(file, before.length()), 1, ""),
                wide
                        ? "the file is UTF-16, not UTF-8"
                        : String.format("the file is not UTF-8: byte 0x%02X cannot stand here", bytes[in.position()]),
                "save the file as UTF-8");
        return Optional.empty();
    }

    private static YamlNode read(String file, String text, Place start, Problems problems) {
        Spot whole = new Spot(start, 1, "");
        if (text.length() > YamlLimits.TEXT) {
            throw new UnreadableYaml(
                    whole,
                    "the text has " + text.length() + " characters; " + YamlLimits.TEXT + " are allowed",
                    "shorten it; long files belong into a build context or a volume");
        }
        Optional<YamlNode> json = JsonTree.read(file, text, problems);
        return json.isPresent() ? json.get() : yaml(file, text, problems);
    }

    /** JSON with a mistake in it is tried as YAML; what that has against tabs is not the mistake. */
    private static YamlNode yaml(String file, String text, Problems problems) {
        try {
            return new YamlTree(file, text, problems).read();
        } catch (UnreadableYaml e) {
            boolean json = text.indexOf('\t') >= 0 && text.stripLeading().startsWith("{");
            throw json ? JsonTree.mistake(file, text).orElse(e) : e;
        }
    }
}
