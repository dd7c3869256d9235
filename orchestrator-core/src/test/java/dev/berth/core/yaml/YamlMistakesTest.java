package dev.berth.core.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Problems;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class YamlMistakesTest {
    @Test
    void whatIsNotYamlSaysWhereAndHowToMendIt() {
        assertEquals(
                """

                    1:1+1 there is nothing in it but white space and comments – begin with  project: NAME  and  applications:
                # only a comment⏎⏎
                    1:1+1 there is nothing in it but white space and comments – begin with  project: NAME  and  applications:
                ---⏎...⏎
                    1:1+1 there is nothing in it but white space and comments – begin with  project: NAME  and  applications:
                a: 1⏎---⏎b: 2⏎
                    2:1+3 a second document begins here; one file is one project – put the second one into a file of its own, or remove the "---"
                a: 1⏎...⏎b: 2⏎
                    3:1+1 the definition ends above, but the text goes on – remove it, or give the keys of one mapping, and the "-" of one list, the same indentation
                 a: 1⏎b: 2⏎
                    2:1+1 the definition ends above, but the text goes on – remove it, or give the keys of one mapping, and the "-" of one list, the same indentation
                a:⏎⇥b: 1⏎
                    2:1+1 a tab stands where YAML allows only spaces – indent with spaces
                a:⇥b⏎
                    1:3+1 a tab stands where YAML allows only spaces – indent with spaces
                a: "open⏎b: 1⏎
                    1:4+1 the quote that opens here is never closed – close it
                a: 'open⏎---⏎
                    1:4+1 the quote that opens here is never closed – close it
                a: [1, 2⏎
                    1:4+1 the bracket that opens here is never closed – close it
                a: {b: [1}⏎
                    1:10+1 a comma is missing before this, or a bracket that closes – put a comma between two items, and quotes around a text with brackets in it
                a: [b,⏎c: d⏎e: f⏎
                    3:2+1 the bracket that opens in line 1 is not closed before this – close it, or put a comma between two items
                a: [b c: d e f: g]⏎
                    1:15+1 a comma is missing before this, or a bracket that closes – put a comma between two items, and quotes around a text with brackets in it
                a: ]⏎
                    1:4+1 a value is missing before this – write it, or "" for an empty text
                a: [,]⏎
                    1:5+1 a value is missing before this – write it, or "" for an empty text
                a: - b⏎
                    1:4+1 a list cannot begin in this line – begin it in the next line, or write  [a, b]
                a: b: c⏎
                    1:5+1 a second ": " in this line – put a value that contains ": " in quotes
                a: b⏎  c: d⏎
                    2:3+1 this key is indented too far, or the one above it has a value already – give keys of one level the same indentation
                a: 1⏎b⏎c: 2⏎
                    2:1+1 a ":" is missing behind this key – write  key: value
                a: 1⏎image:nginx⏎c: 2⏎
                    2:6+1 a space is missing behind this ":" – write  image: nginx
                a:⏎  image:nginx⏎  port: 80⏎
                    2:8+1 a space is missing behind this ":" – write  image: nginx
                a: 1⏎- x⏎
                    2:1+1 this does not fit what stands above it – give the keys of one mapping, and the "-" of one list, the same indentation
                a: "x" y⏎
                    1:8+1 the value before this has ended already – put the whole value in one pair of quotes
                a: {b: ${{secret.X}}}⏎
                    1:8+1 a reference between [ ] or { } stands in quotes – write  "${{…}}"
                a: [x $${{X}}]⏎
                    1:8+1 a reference between [ ] or { } stands in quotes – write  "${{…}}"
                a: @b⏎
                    1:4+1 a value cannot begin with "@" – put the value in quotes
                a: %b⏎
                    1:4+1 a value cannot begin with "%" – put the value in quotes
                a: `b`⏎
                    1:4+1 a value cannot begin with "`" – put the value in quotes
                a: ? b⏎
                    1:4+1 a "?" cannot stand here – put the value in quotes
                a: [*]⏎
                    1:5+1 a "*" here begins an alias, and no name follows – put a text that begins with * in quotes
                a: [&]⏎
                    1:5+1 an "&" here begins an anchor, and no name follows – put a text that begins with & in quotes
                a: [!x]⏎
                    1:4+1 the bracket that opens here is never closed – close it
                    1:5+3 the tag !x] means nothing here – remove it; a text that begins with ! stands in quotes
                a: !e!x y⏎
                    1:4+1 a "!" here begins a tag, and this is none – put a text that begins with ! in quotes
                a: !foo x⏎
                    1:4+4 the tag !foo means nothing here – remove it; a text that begins with ! stands in quotes
                a: !!binary eA==⏎
                    1:4+8 the tag !!binary means nothing here – remove it; a text that begins with ! stands in quotes
                a: *a⏎
                    1:4+2 no anchor &a stands before this alias – put &a before the value that is meant, or quote a text that begins with *
                a: &onE x⏎b: *one⏎
                    2:4+4 no anchor &one stands before this alias; did you mean "onE"? – put &one before the value that is meant, or quote a text that begins with *
                a: &a [*a]⏎
                    1:8+2 *a stands inside the value that &a names – let it name another value
                a: ␇⏎
                    1:4+1 the character U+0007 cannot stand in YAML – remove it, or write it as an escape in double quotes, such as "\\x1b"
                a: 1␍⏎b: 😀 ␀⏎
                    2:6+1 the character U+0000 cannot stand in YAML – remove it, or write it as an escape in double quotes, such as "\\x1b"
                a: "x\\q"⏎
                    1:7+1 a backslash in double quotes begins an escape, and this one does not exist – write \\\\ for a backslash, or use single quotes
                a: "x\\u12"⏎
                    1:8+1 this escape lacks some of its digits – write all of them, such as \\x1b or \\u00e9, or \\\\ for a backslash
                a: "\\ud800"⏎
                    1:4+8 an escape here is half of a character (an unpaired surrogate) – write the character itself
                a: "\\UFFFFFFFF"⏎
                    1:2+1 somewhere behind this the text is no YAML any more: For input string: "FFFFFFFF" under radix 16 – mend the syntax; quotes help with odd values
                a: !% x⏎
                    1:4+1 a "!" here begins a tag, and this is none – put a text that begins with ! in quotes
                a: 1⏎? [b]⏎  c: d⏎
                    2:3+1 a key is a single word, not a list or a mapping – write  key: value;  a value that begins with [ or { and is meant as text stands in quotes
                a: |x⏎  y⏎
                    1:4+1 behind | or > stand at most a + or -, a digit and a comment – begin the text in the next line
                %YAML 3.0⏎---⏎a: b⏎
                    1:1+1 YAML of this version is not read – remove the line
                %TAG x⏎---⏎a: b⏎
                    1:1+1 a line that begins with % is a directive of YAML, and this is none – remove the line
                [a]: b⏎
                    1:1+1 a key is a single word, not a list or a mapping – write  key: value;  a value that begins with [ or { and is meant as text stands in quotes
                ? {a: b}⏎: c⏎
                    1:3+1 a key is a single word, not a list or a mapping – write  key: value;  a value that begins with [ or { and is meant as text stands in quotes
                <<: x⏎
                    1:1+2 "<<" merges a mapping or a list of mappings, and here is a single value – name an anchor that stands before a mapping, such as  <<: *defaults
                k…: b⏎
                    1:1+151 this key has 151 characters; 150 are allowed – shorten it
                {⏎⇥"a": 1,⏎}⏎
                    3:1+1 this is not JSON: unexpected "}", was expecting double-quote to start field name – put a comma between two items and none behind the last, text in double quotes, and no comments
                {⏎⇥"a": 1⏎⇥"b": 2⏎}⏎
                    3:2+1 this is not JSON: unexpected \""", was expecting comma to separate Object entries – put a comma between two items and none behind the last, text in double quotes, and no comments
                {"a": 1} b⏎
                    1:10+1 the definition ends above, but the text goes on – remove it, or give the keys of one mapping, and the "-" of one list, the same indentation
                """,
                told(
                        "",
                        "# only a comment\n\n",
                        "---\n...\n",
                        "a: 1\n---\nb: 2\n",
                        "a: 1\n...\nb: 2\n",
                        " a: 1\nb: 2\n",
                        "a:\n\tb: 1\n",
                        "a:\tb\n",
                        "a: \"open\nb: 1\n",
                        "a: 'open\n---\n",
                        "a: [1, 2\n",
                        "a: {b: [1}\n",
                        "a: [b,\nc: d\ne: f\n",
                        "a: [b c: d e f: g]\n",
                        "a: ]\n",
                        "a: [,]\n",
                        "a: - b\n",
                        "a: b: c\n",
                        "a: b\n  c: d\n",
                        "a: 1\nb\nc: 2\n",
                        "a: 1\nimage:nginx\nc: 2\n",
                        "a:\n  image:nginx\n  port: 80\n",
                        "a: 1\n- x\n",
                        "a: \"x\" y\n",
                        "a: {b: ${{secret.X}}}\n",
                        "a: [x $${{X}}]\n",
                        "a: @b\n",
                        "a: %b\n",
                        "a: `b`\n",
                        "a: ? b\n",
                        "a: [*]\n",
                        "a: [&]\n",
                        "a: [!x]\n",
                        "a: !e!x y\n",
                        "a: !foo x\n",
                        "a: !!binary eA==\n",
                        "a: *a\n",
                        "a: &onE x\nb: *one\n",
                        "a: &a [*a]\n",
                        "a: \u0007\n",
                        "a: 1\r\nb: 😀 \u0000\n",
                        "a: \"x\\q\"\n",
                        "a: \"x\\u12\"\n",
                        "a: \"\\ud800\"\n",
                        "a: \"\\UFFFFFFFF\"\n",
                        "a: !% x\n",
                        "a: 1\n? [b]\n  c: d\n",
                        "a: |x\n  y\n",
                        "%YAML 3.0\n---\na: b\n",
                        "%TAG x\n---\na: b\n",
                        "[a]: b\n",
                        "? {a: b}\n: c\n",
                        "<<: x\n",
                        "k".repeat(151) + ": b\n",
                        "{\n\t\"a\": 1,\n}\n",
                        "{\n\t\"a\": 1\n\t\"b\": 2\n}\n",
                        "{\"a\": 1} b\n"));
    }

    @Test
    void bytesThatAreNotUtf8AreAProblemAtTheirPlace() {
        assertEquals(
                """
                    2:4+1 the file is not UTF-8: byte 0xE9 cannot stand here – save the file as UTF-8
                    1:1+1 the file is UTF-16, not UTF-8 – save the file as UTF-8
                    1:1+1 the file is UTF-16, not UTF-8 – save the file as UTF-8
                """,
                undecoded("a: 1\nb: é", StandardCharsets.ISO_8859_1)
                        + undecoded("a: 1", StandardCharsets.UTF_16)
                        + undecoded("\uFEFFa: 1", StandardCharsets.UTF_16LE));
    }

    @Test
    void whatWouldCostMemoryOrTimeIsRefusedAtOnce() {
        StringBuilder laughs = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            String ref = "*" + (char) (c - 1);
            laughs.append(c + ": &" + c + " [" + String.join(", ", Collections.nCopies(9, ref)) + "]\n");
        }
        StringBuilder deep = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 60; i++) {
            deep.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
        }
        StringBuilder merges = new StringBuilder("a0: &a0 {a: 1, b: 2}\n");
        for (int i = 1; i < 25; i++) {
            merges.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", <<: *a" + (i - 1) + "]\n");
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertEquals(
                        """
                        1:1+1 the text has 5000001 characters; 262144 are allowed – shorten it; long files belong into a build context or a volume
                        1:1+1 the text has 500000 characters; 262144 are allowed – shorten it; long files belong into a build context or a volume
                        1:51+1 this is nested more than 50 levels deep – a definition needs no more than ten levels; look for brackets that are never closed
                        1:101+1 this is nested more than 50 levels deep – a definition needs no more than ten levels; look for brackets that are never closed
                        1:101+1 this is nested more than 50 levels deep – a definition needs no more than ten levels; look for brackets that are never closed
                        1:200+1 this is nested more than 50 levels deep – a definition needs no more than ten levels; look for brackets that are never closed
                        1:56+1 this is nested more than 50 levels deep – a definition needs no more than ten levels; look for brackets that are never closed
                        1:27+1 the text ends here, but a bracket is still open – close it
                        1:200000+1 the text has more than 100000 values, its aliases written out – use fewer aliases (*name), above all of values that contain aliases themselves
                        6:8+2 the text has more than 100000 values, its aliases written out – use fewer aliases (*name), above all of values that contain aliases themselves
                        50:12+4 this is nested more than 50 levels deep – a definition needs no more than ten levels; look for brackets that are never closed
                        1:4+1 an "&" here begins an anchor, and no name follows – put a text that begins with & in quotes
                        1:4+200001 the tag !xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… means nothing here – remove it; a text that begins with ! stands in quotes
                        1:200006+1 a backslash in double quotes begins an escape, and this one does not exist – write \\\\ for a backslash, or use single quotes
                        1:1+1 there is nothing in it but white space and comments – begin with  project: NAME  and  applications:
                        """,
                        first(
                                "#" + "x".repeat(5_000_000),
                                "a: 1\n".repeat(100_000),
                                "[".repeat(200_000),
                                "- ".repeat(100_000),
                                "? ".repeat(100_000),
                                "a: " + "{a: ".repeat(60_000),
                                "{\"a\": " + "[".repeat(100_000),
                                "{\"a\": " + "[".repeat(20),
                                "[" + "x,".repeat(120_000) + "]",
                                laughs.toString(),
                                deep.toString(),
                                "a: " + "& ".repeat(100_000),
                                "a: !" + "x".repeat(200_000),
                                "a: \"" + "\\".repeat(200_001),
                                "%a\n".repeat(80_000))));
    }

    @Test
    void aThousandMistakesAreEnough() {
        assertEquals(1_000, problems("a: 1\n".repeat(40_000)).all().size());
    }

    /** Each text in one line, and everything that is wrong with it. */
    private static String told(String... texts) {
        StringBuilder out = new StringBuilder();
        for (String text : texts) {
            String line = text.replace("\n", "⏎")
                    .replace("\r", "␍")
                    .replace("\t", "⇥")
                    .replace("\0", "␀")
                    .replace("\u0007", "␇")
                    .replaceAll("k{9,}", "k…");
            out.append(line).append('\n').append(shown(problems(text)));
        }
        return out.toString();
    }

    /** The first mistake of each text. */
    private static String first(String... texts) {
        StringBuilder out = new StringBuilder();
        for (String text : texts) {
            out.append(shown(problems(text))
                            .lines()
                            .findFirst()
                            .orElse("nothing")
                            .strip())
                    .append('\n');
        }
        return out.toString();
    }

    private static String undecoded(String text, Charset charset) {
        Problems problems = new Problems();
        YamlReader.decode("f", text.getBytes(charset), problems);
        return shown(problems);
    }

    private static Problems problems(String text) {
        Problems problems = new Problems();
        YamlReader.read("f", text, problems);
        return problems;
    }

    private static String shown(Problems problems) {
        return problems.all().stream().map(YamlMistakesTest::shown).collect(Collectors.joining());
    }

    private static String shown(Problem p) {
        return "    " + p.place().line() + ":" + p.place().column() + "+" + p.width() + " " + p.what() + " – "
                + p.remedy() + "\n";
    }
}
