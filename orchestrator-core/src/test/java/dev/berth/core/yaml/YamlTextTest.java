package dev.berth.core.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlTextTest {
    private static final Place PLACE = new Place("f", 1, 1);

    @Test
    void nodesAreWrittenAsPlainYaml() {
        assertEquals(
                """
                project: shop
                applications:
                  web:
                    image: "nginx:1"
                    env:
                      A: "true"
                      B: yes
                      "on": "line\\nline \\"x\\" \\\\ \\u001b"
                    ports:
                      - "80:80"
                      - target: 80
                        published: 81
                      -
                        - a
                    empty: {}
                    none: null
                    list: []
                """
                        .replace("      -\n        - a\n", "      - - a\n"),
                YamlText.write(
                        read(
                                """
                        project: shop
                        applications:
                          web:
                            image: nginx:1
                            env: {A: "true", B: yes, on: "line\\nline \\"x\\" \\\\ \\e"}
                            ports: ["80:80", {target: 80, published: 81}, [a]]
                            empty: {}
                            none: ~
                            list: []
                        """)));
    }

    @Test
    void whateverIsWrittenReadsBackTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            YamlNode node = mapping(random, 3);
            String text = YamlText.write(node);
            assertEquals(text, YamlText.write(read(text)), () -> text);
            assertEquals(content(node), content(read(text)), () -> text);
        }
    }

    private static YamlNode read(String text) {
        Problems problems = new Problems();
        YamlNode node = YamlReader.read("f", text, problems).orElse(null);
        assertEquals(List.of(), problems.all(), text);
        return node;
    }

    private static String content(YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            return mapping.entries().stream()
                    .map(e -> e.name().length() + e.name() + "=" + content(e.value()))
                    .toList()
                    .toString();
        }
        if (node instanceof YamlSequence sequence) {
            return sequence.items().stream().map(YamlTextTest::content).toList().toString();
        }
        YamlScalar scalar = (YamlScalar) node;
        return scalar.isNull() ? "nothing" : "<" + scalar.text() + ">";
    }

    private static YamlMapping mapping(Random random, int depth) {
        List<YamlMapping.Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(4) + 1; i > 0; i--) {
            String name = i + RandomText.any(random, 6);
            entries.add(new YamlMapping.Entry(new YamlScalar(PLACE, 1, "", name, true, -1), node(random, depth - 1)));
        }
        return new YamlMapping(PLACE, 1, "", entries);
    }

    private static YamlNode node(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 4 : 2);
        if (kind == 3) {
            return mapping(random, depth);
        }
        if (kind == 2) {
            List<YamlNode> items = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                items.add(node(random, depth - 1));
            }
            return new YamlSequence(PLACE, 1, "", items);
        }
        return new YamlScalar(PLACE, 1, "", RandomText.any(random, 30), true, -1);
    }
}
