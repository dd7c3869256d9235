package dev.berth.core.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.problem.Problem;
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
    void whatIsNotYamlSaysWhereAndHowToMendIt() {
        assertEquals(
                """
                f:1:1+1 there is nothing in it but white space and comments
                f:1:1+1 there is nothing in it but white space and comments
                f:1:1+1 there is nothing in it but white space and comments
                f:2:1+3 a second document begins here; one file is one project
                f:2:1+1 a tab stands where YAML allows only spaces
                f:1:4+1 the quote that opens here is never closed
                f:1:4+1 the bracket that opens here is never closed
                f:1:5+1 a second ": " in this line, or a key that is indented too far
                f:2:1+1 a ":" is missing behind this key
                f:1:4+1 a value cannot begin with "@"
                f:1:4+1 a value cannot begin with "%"
                f:1:4+2 no anchor &a stands before this alias
                f:2:4+4 no anchor &one stands before this alias; did you mean "onE"?
                f:1:8+2 *a stands inside the value that &a names
                f:1:4+4 the tag !foo means nothing here
                f:1:4+1 the character U+0007 cannot stand in YAML
                f:1:7+1 a backslash in double quotes begins an escape, and this one does not exist
                f:1:1+1 a key is a single word, not a list or a mapping
                f:1:5+1 "<<" merges a mapping or a list of mappings, not a single value
                f:3:1+1 this does not fit what stands above it: found '-'
                """,
                firstWords(
                        "",
                        "# only a comment\n\n",
                        "---\n...\n",
                        "a: 1\n---\nb: 2\n",
                        "a:\n\tb: 1\n",
                        "a: \"open\nb: 1\n",
                        "a: [1, 2\n",
                        "a: b: c\n",
                        "a: 1\nb\nc: 2\n",
                        "a: @b\n",
                        "a: %b\n",
                        "a: *a\n",
                        "a: &onE x\nb: *one\n",
                        "a: &a [*a]\n",
                        "a: !foo x\n",
                        "a: \u0007\n",
                        "a: \"x\\q\"\n",
                        "[a]: b\n",
                        "<<: x\n",
                        "a: 1\nb: 2\n- x\n"));
    }

    @Test
    void bytesThatAreNotUtf8AreAProblemAtTheirPlace() {
        assertEquals(
                Optional.empty(), YamlReader.decode("f", "a: 1\nb: é".getBytes(StandardCharsets.ISO_8859_1), problems));
        assertEquals("f:2:4+1 the file is not UTF-8: byte 0xE9 cannot stand here; fix: save the file as UTF-8", all());
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        String text = YamlReader.decode("f", "\uFEFFa: 1".getBytes(StandardCharsets.UTF_8), problems)
                .orElseThrow();
        assertEquals("a: 1 @1:4+1\n", shown(text));
    }

    @Test
    void whatWouldCostMemoryOrTimeIsRefusedAtOnce() {
        StringBuilder laughs = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            String ref = "*" + (char) (c - 1);
            laughs.append(c + ": &" + c + " [" + String.join(", ", java.util.Collections.nCopies(9, ref)) + "]\n");
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertEquals(
                        """
                        f:1:1+1 the text has 5000001 characters; 262144 are allowed
                        f:1:51+1 this is nested more than 50 levels deep
                        f:1:200+1 this is nested more than 50 levels deep
                        f:6:8+2 with its aliases written out the text has more than 100000 values
                        f:1:27+1 the text ends here, but a bracket is still open
                        """,
                        firstWords(
                                "#" + "x".repeat(5_000_000),
                                "[".repeat(200_000),
                                "a: " + "{a: ".repeat(60_000),
                                laughs.toString(),
                                "{\"a\": " + "[".repeat(20))));
    }

    @Test
    void nestingOfAliasesCountsToo() {
        StringBuilder deep = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 60; i++) {
            deep.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
        }
        assertEquals("f:50:12+4 this is nested more than 50 levels deep\n", firstWords(deep.toString()));
    }

    private String firstWords(String... texts) {
        StringBuilder out = new StringBuilder();
        for (String text : texts) {
            Problems own = new Problems();
            YamlReader.read("f", text, own);
            assertTrue(own.hasErrors(), text);
            Problem p = own.all().get(0);
            out.append(p.place() + "+" + p.width() + " " + p.what() + "\n");
        }
        return out.toString();
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
