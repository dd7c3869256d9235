package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.problem.Place;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Problems;
import dev.berth.core.problem.Spot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EnvFileTextTest {
    private final Problems problems = new Problems();

    @Test
    void linesAreReadAsInComposeButNothingIsReplaced() {
        assertEquals(
                """
                COLON=<http://a:1/?x=y>
                COMMENT=<e>
                DOUBLE=<two
                lines $x "y" \\z>
                EMPTY=<>
                EXPORTED=<x>
                HASH=<a#b>
                LAST=<second>
                MARK=<x\uFEFFy>
                PLAIN=<pa$$word ${X}>
                SINGLE=<$x \\n>
                SPREAD=<one
                two>
                """,
                read(
                        "\uFEFFPLAIN=pa$$word ${X}",
                        "# a comment",
                        "",
                        "COLON:http://a:1/?x=y",
                        "COMMENT = e # why",
                        "DOUBLE=\"two\\nlines \\$x \\\"y\\\" \\z\" # why",
                        "EMPTY=",
                        "export EXPORTED=x",
                        "HASH=a#b",
                        "LAST=first",
                        "LAST=second",
                        "MARK=x\uFEFFy",
                        "SINGLE='$x \\n'",
                        "SPREAD=\"one\r\ntwo\""));
        assertEquals(List.of(), problems.all());
    }

    @Test
    void aMistakeNamesItsLineAndNothingThatMayBeSecret() {
        read("A=1", "hunter2", "B=\"hunter2\" hunter2", "C=hunter2\0", "'D'", "E=\"hunter2", "hunter2");
        assertEquals(
                List.of(
                        "line 2 of \".env\" is not NAME=value",
                        "line 3 of \".env\" goes on behind the closing quote",
                        "line 4 of \".env\" contains a NUL character",
                        "line 5 of \".env\" is not NAME=value",
                        "line 6 of \".env\" opens a quote that is never closed"),
                problems.all().stream().map(Problem::what).toList());
    }

    private String read(String... lines) {
        Spot at = new Spot(new Place("f", 3, 5), 4, "applications.web.env_file");
        Map<String, String> values = new TreeMap<>(EnvFileText.read(".env", at, String.join("\n", lines), problems));
        StringBuilder out = new StringBuilder();
        values.forEach((name, value) -> out.append(name + "=<" + value + ">\n"));
        return out.toString();
    }
}
