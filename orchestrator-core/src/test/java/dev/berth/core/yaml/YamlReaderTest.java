package dev.berth.core.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.berth.core.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    private final Problems problems = new Problems();

    @Test
    void scalarsStayTheTextTheyAreWrittenAs() {
        assertEquals(
                """
                version: 3.10 @1:10+4
                octal: 010 @2:8+3
                word: yes @3:7+3
                power: 1e3 @4:8+3
                nothing: ~ @5:10+1 null
                quoted: null @6:9+6 quoted
                empty:  @7:8+2 quoted
                absent:  @8:8+1 null
                time: 22:22 @9:7+5
                """,
                shown(
                        """
                        version: 3.10
                        octal: 010
                        word: yes
                        power: 1e3
                        nothing: ~
                        quoted: "null"
                        empty: ''
                        absent:
                        time: 22:22
                        """));
    }

    @Test
    void jsonIsReadWithTheSamePlaces() {
        assertEquals(
                """
                name: web @2:10+5 quoted
                port: 8000 @3:11+4
                env.A: tab	"x" @4:16+12 quoted
                list[0]: true @5:12+4
                list[1]: null @5:18+4 null
                """,
                shown(
                        """
                        {
                        \t"name": "web",
                        \t"port" : 8000,
                          "env": {"A": "tab\\t\\"x\\""},
                          "list": [true, null]
                        }
                        """));
    }

    @Test
    void aValuesPlaceIsBehindItsAnchorAndTag() {
        assertEquals(
                """
                a: x @1:7+1
                b: 5 @2:10+1 quoted
                c.d: 1 @4:6+1
                """,
                shown(
                        """
                        a: &x x
                        b: !!str 5
                        c: &y # why
                          d: 1
                        """));
        assertEquals(
                "4:3",
                place(mapping("a: &x x\nb: !!str 5\nc: &y # why\n  d: 1\n")
                        .get("c")
                        .orElseThrow()));
    }

    @Test
    void aliasesAreWrittenOutUnderTheirOwnPath() {
        assertEquals(
                """
                one.a: 1 @1:15+1
                two.a: 1 @1:15+1
                """,
                shown("one: &one {a: 1}\ntwo: *one\n"));
    }

    @Test
    void explicitKeysWinOverMergedOnesAndTheFirstMergedOverTheNext() {
        assertEquals(
                """
                base.image: a @1:21+1
                base.port: 1 @1:30+1
                more.port: 2 @2:20+1
                more.user: u @2:29+1
                web.image: b @3:34+1
                web.port: 2 @2:20+1
                web.user: u @2:29+1
                """,
                shown(
                        """
                        base: &base {image: a, port: 1}
                        more: &more {port: 2, user: u}
                        web: {<<: [*more, *base], image: b}
                        """));
    }

    @Test
    void aQuotedMergeKeyIsAnOrdinaryKey() {
        assertEquals("<<: x @1:7+1\n", shown("\"<<\": x\n"));
    }

    @Test
    void aKeyGivenTwiceIsAProblemAtTheSecond() {
        assertEquals(
                "f:3:1+1 \"a\" is given twice; first in line 1; fix: keep one of the two",
                problem("a: 1\nb: 2\na: 3\n"));
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        String text = YamlReader.decode("f", "\uFEFFa: 1".getBytes(StandardCharsets.UTF_8), problems)
                .orElseThrow();
        assertEquals("a: 1 @1:4+1\n", shown(text));
    }

    @Test
    void columnsCountCharactersHoweverManyUnitsTheyTake() {
        assertEquals(
                """
                😀[0]: 漢 @1:5+1
                😀[1]: 😀b @1:8+4 quoted
                😀[2]: c @1:14+1
                """,
                shown("😀: [漢, \"😀b\", c]"));
        assertEquals(
                """
                😀[0]: 漢 @1:8+3 quoted
                😀[1]: 2 @1:13+1
                """,
                shown("{\"😀\": [\"漢\", 2]}"));
    }

    @Test
    void whatEditorsMayTakeForALineBreakIsOneInJsonToo() {
        assertEquals(
                "a: x\u2028y @1:7+2 quoted\nb: 1 @2:10+1\nc: 2 @3:7+1\n",
                shown("{\"a\": \"x\u2028y\", \"b\": 1,\r\n \"c\": 2}"));
    }

    @Test
    void aLongLineOfManyValuesIsReadAtOnce() {
        StringBuilder yaml = new StringBuilder("{😀: 1");
        StringBuilder json = new StringBuilder("{\"😀\": 1");
        for (int i = 0; i < 18_000; i++) {
            yaml.append(", a").append(i).append(": 1");
            json.append(", \"a").append(i).append("\": 1");
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals(
                        "18001 18001",
                        mapping(yaml + "}").entries().size() + " "
                                + mapping(json + "}").entries().size()));
    }

    @Test
    void aPathDoesNotGrowWithoutEnd() {
        String key = "k".repeat(140);
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            deep.append('{').append(key).append(": ");
        }
        YamlNode node = mapping(deep + "[x]" + "}".repeat(40));
        while (node instanceof YamlMapping mapping) {
            node = mapping.entries().get(0).value();
        }
        assertEquals(key + "." + key, ((YamlSequence) node).items().get(0).path());
    }

    private String problem(String text) {
        YamlReader.read("f", text, problems);
        return all();
    }

    private String all() {
        return problems.all().stream()
                .map(p -> p.place() + "+" + p.width() + " " + p.what() + "; fix: " + p.remedy())
                .collect(Collectors.joining("\n"));
    }

    private YamlMapping mapping(String text) {
        return (YamlMapping) YamlReader.read("f", text, problems).orElseThrow();
    }

    private static String place(YamlNode node) {
        return node.place().line() + ":" + node.place().column();
    }

    private String shown(String text) {
        Optional<YamlNode> root = YamlReader.read("f", text, problems);
        assertEquals("", all());
        StringBuilder out = new StringBuilder();
        show(root.orElseThrow(), out);
        return out.toString();
    }

    private static void show(YamlNode node, StringBuilder out) {
        if (node instanceof YamlMapping mapping) {
            mapping.entries().forEach(e -> show(e.value(), out));
        } else if (node instanceof YamlSequence sequence) {
            sequence.items().forEach(i -> show(i, out));
        } else if (node instanceof YamlScalar s) {
            out.append(s.path() + ": " + s.text() + " @" + place(s) + "+" + s.width() + (s.quoted() ? " quoted" : "")
                    + (s.isNull() ? " null" : "") + "\n");
        }
    }
}
