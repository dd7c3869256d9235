package dev.berth.api.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoreRulesTest {
    @Test
    void namesAndWildcardsMeanWhatDockerSays() {
        assertEquals(
                "node_modules, node_modules/a/b",
                leftOut("node_modules\n", "node_modules", "node_modules/a/b", "x/node_modules"));
        assertEquals("a.log", leftOut("*.log\n", "a.log", "sub/a.log", "a.logs"));
        assertEquals("a.log, sub/a.log, x/y/a.log", leftOut("**/*.log\n", "a.log", "sub/a.log", "x/y/a.log", "log"));
        assertEquals("sub/temp, sub/tempx/y", leftOut("*/temp*\n", "temp", "sub/temp", "sub/tempx/y", "x/sub/temp"));
        assertEquals("tempa, tempb", leftOut("temp?\n", "temp", "tempa", "tempb", "tempab"));
        assertEquals("foo, x/foo, x/foo/y", leftOut("**/foo\n", "foo", "x/foo", "x/foo/y", "xfoo"));
        assertEquals("a/x, a/b/c", leftOut("a/**\n", "a/x", "a/b/c", "b/a/x"));
        assertEquals("a/c, a/b/c", leftOut("a/**/c\n", "a/c", "a/b/c", "a/bc"));
        assertEquals("a1, b2", leftOut("[a-c][^3]\n", "a1", "b2", "c3", "d1"));
        assertEquals("a*b", leftOut("a\\*b\n", "a*b", "axb"));
    }

    @Test
    void theLastLineThatMeansAPathDecides() {
        assertEquals(
                "a.md, README-secret.md",
                leftOut("*.md\n!README*.md\nREADME-secret.md\n", "a.md", "README.md", "README-secret.md"));
        assertEquals("a.md", leftOut("*.md\nREADME-secret.md\n!README*.md\n", "a.md", "README.md", "README-secret.md"));
        assertEquals("a, b/c", leftOut("*\n!src\n", "a", "b/c", "src", "src/x"));
    }

    @Test
    void slashesDotsCommentsAndEmptyLinesSayNothing() {
        assertEquals(
                "a, b/c",
                leftOut("\ufeff# a comment\n\n/a/\r\n ./b//x/../c \n.\n!\n", "a", "b/c", "b/d", "# a comment"));
        assertEquals("", leftOut("", "a", ".git"));
    }

    private static String leftOut(String rules, String... paths) {
        List<String> out = new ArrayList<>();
        for (String path : paths) {
            if (IgnoreRules.parse(rules).leavesOut(path)) {
                out.add(path);
            }
        }
        return String.join(", ", out);
    }
}
