package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.berth.core.problem.Problem;
import dev.berth.core.problem.ProblemText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Texts within the limits of size that would cost a careless reader minutes, its stack or its memory. */
class HostileTextsTest {
    private static final Duration WATCHDOG = Duration.ofSeconds(30);
    private static final String WEB = "project: shop\napplications:\n  web: {image: nginx, ";

    @Test
    void whateverIsManyOrLongIsReadOrRefusedInGoodTime() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(
                "keys in one line",
                "project: shop\nx-a: {😀: 1, " + many(20_000, i -> "a" + i + ": 1, ") + "}\n" + "applications: {}");
        texts.put("unknown keys in one line", WEB + many(20_000, i -> "prt" + i + ": 1, ") + "}");
        texts.put(
                "unknown keys in JSON",
                "{\"project\": \"shop\", \"applications\": {\"web\": {" + many(15_000, i -> "\"é" + i + "\": 1, ")
                        + "\"image\": \"x\"}}}");
        texts.put(
                "names that are nearly right",
                "project: shop\napplications:\n"
                        + many(99, i -> "  aaaaaaaaaaaaaaaa" + (1000 + i) + ": {image: x}\n")
                        + "  web: {image: x, depends_on: [" + many(9_000, i -> "bcaaaaaaaaaaa" + (10_000 + i) + "a,")
                        + "]}\n");
        texts.put(
                "references that are nearly right",
                "project: shop\nenv: {"
                        + many(99, i -> "aaaaaaaaaaaa" + (1000 + i) + ": x, ")
                        + "}\napplications:\n  web: {image: x, env: {A: \"漢"
                        + many(9_000, i -> "${{project.abcaaaaaaa" + (1000 + i) + "}}") + "\"}}\n");
        texts.put("references without end", WEB + "env: {A: \"漢" + "${{b}}".repeat(40_000) + "\"}}");
        texts.put("open references", WEB + "env: {A: \"漢" + "${{".repeat(80_000) + "\"}}");
        texts.put("open variables", WEB + "env: {A: \"" + "${a".repeat(80_000) + "\"}}");
        texts.put(
                "values in a circle",
                "project: shop\napplications:\n  web:\n    image: nginx\n    env:\n"
                        + many(8_000, i -> "      A" + i + ": ${{A" + (i + 1) % 8_000 + "}}\n"));
        texts.put("an image of many parts", WEB.replace("nginx", "a.".repeat(120_000) + "a") + "}");
        texts.put("an image of many directories", WEB.replace("nginx", "a/".repeat(120_000) + "a") + "}");
        texts.put("a path of many segments", domain("path: " + "/a".repeat(120_000)));
        texts.put("a path of slashes", domain("path: " + "/".repeat(240_000)));
        texts.put("a long host", WEB + "port: 80, domain: " + "a.".repeat(120_000) + "}");
        texts.put("a wide host", WEB + "port: 80, domain: " + "漢".repeat(200_000) + "}");
        texts.put("a redirection far away", domain("middlewares: [{redirect_to: " + "a".repeat(100_000) + "}]"));
        texts.put("a health check far away", WEB + "port: 80, healthcheck: {http: " + "/%41".repeat(60_000) + "}}");
        texts.put("many options", WEB + "tmpfs: \"/x:" + "size=1m,".repeat(30_000) + "x\"}");
        texts.put("a volume's long name", WEB + "volumes: [\"" + "a".repeat(200_000) + ":/x\"]}");
        texts.put("a volume's long way", WEB + "volumes: [\"a:/" + "a/../".repeat(40_000) + "\"]}");
        texts.put(
                "a long way twice",
                WEB + "volumes: [\"a:/" + "a/".repeat(40_000) + "\",\"b:/" + "a/".repeat(40_000) + "\"]}");
        texts.put("a bind from far away", WEB + "volumes: [\"/" + "a/".repeat(100_000) + ":/x\"]}");
        texts.put("a span without end", WEB + "stop_grace_period: " + "1s".repeat(100_000) + "}");
        texts.put("a number without end", WEB + "port: " + "1".repeat(200_000) + "}");
        texts.put("a name without end", "project: " + "a".repeat(200_000) + "\napplications: {}");
        texts.put("a variable without value", WEB + "env: [" + "a".repeat(200_000) + "]}");
        texts.put("a variable twice", WEB + "env: [" + "a".repeat(900) + "=1, " + "a".repeat(900) + "=2]}");
        texts.put("a dependency twice", WEB + "depends_on: [" + "a".repeat(100_000) + "," + "a".repeat(100_000) + "]}");
        texts.put("a capability many times", WEB + "cap_add: [" + "NET_ADMN, ".repeat(20_000) + "]}");
        texts.put(
                "many ports",
                WEB + "ports: [" + many(5_000, i -> "\"127." + i / 250 + "." + i % 250 + ".1:1-100:1-100\",") + "]}");
        texts.put("a long anchor", "x-a: &" + "a".repeat(100_000) + " 1\nx-b: *" + "a".repeat(99_999) + "\n");
        texts.put(
                "deep and wide",
                "x-a: " + many(40, i -> "{" + "k".repeat(140) + ": ") + "[" + "x,".repeat(60_000) + "x]"
                        + "}".repeat(40) + "\nproject: shop\napplications: {}\n");
        texts.put(
                "deep and wide by aliases",
                "x-a: &a " + "[".repeat(20) + "a,".repeat(900) + "]".repeat(20) + "\n"
                        + many(20, i -> " ".repeat(i) + "x-" + "k".repeat(140) + ":\n") + " ".repeat(21) + "z: ["
                        + "*a,".repeat(100) + "]\nproject: shop\napplications: {}");
        texts.put(
                "a merge of merges",
                "x-0: &a0 {a: 1}\n"
                        + many(300, i -> "x-" + (i + 1) + ": &a" + (i + 1) + " {<<: *a" + i + ", b" + i + ": 1}\n")
                        + "project: shop\napplications: {}");
        texts.put("a long command", WEB + "command: " + "a ".repeat(120_000) + "}");
        texts.put("a long text", WEB + "env: {A: \"" + "x".repeat(250_000) + "\"}}");
        texts.put(
                "a long block",
                "project: shop\napplications:\n  web:\n    image: nginx\n    env:\n      A: |\n"
                        + "        xxxxxxx\n".repeat(16_000));
        StringBuilder out = new StringBuilder();
        texts.forEach((name, text) ->
                out.append(name + ": " + assertTimeoutPreemptively(WATCHDOG, () -> first(text), name) + "\n"));
        assertEquals(
                """
                keys in one line: fine
                unknown keys in one line: 3:23 "prt0" is not a key of an application
                unknown keys in JSON: 1:46 "é0" is not a key of an application
                names that are nearly right: 102:32 there is no application "bcaaaaaaaaaaa10000a"
                references that are nearly right: 4:28 nothing is called "project.abcaaaaaaa1371"
                references without end: 3:34 nothing is called "b"
                open references: 3:34 the reference that opens here is never closed
                open variables: fine
                values in a circle: 8005:14 this value refers to itself: A0 → A1 → A2 → A3 → A4 → A5 → … → A0
                an image of many parts: 3:16 "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a…" is not an image reference
                an image of many directories: 3:16 "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a…" is not an image reference
                a path of many segments: 3:85 path has 240000 characters; 1024 are allowed
                a path of slashes: 3:85 path has 240000 characters; 1024 are allowed
                a long host: 3:41 "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a…" is not a host name: it has more than 253 characters
                a wide host: 3:41 "漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢…" is not a host name: it has more than 253 characters
                a redirection far away: 3:107 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" is not a host name: it has more than 253 characters
                a health check far away: 3:53 http has 240000 characters; 1024 are allowed
                many options: 3:30 "x" is not an option of a tmpfs
                a volume's long name: 3:33 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" is not a volume's name
                a volume's long way: 3:33 nothing can be mounted at "/"
                a long way twice: 3:80039 two things are mounted at "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/…"; first in line 3
                a bind from far away: 3:33 "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/…" cannot be mounted: no directory of the host is allowed
                a span without end: 3:42 stop_grace_period must be a duration such as 1m30s or 500ms, up to 365d, not "1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1…"
                a number without end: 3:29 port must be a whole number from 1 to 65535, not "111111111111111111111111111111111111111111111111111111111…"
                a name without end: 1:10 a project name is 1 to 20 lower-case letters, digits and hyphens and begins with a letter, not "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"
                a variable without value: 3:29 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" has no value, and none is taken from the caller's shell
                a variable twice: 3:933 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" is given twice
                a dependency twice: 3:36 there is no application "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"
                a capability many times: 3:33 "NET_ADMN" is not a capability; did you mean "NET_ADMIN"?
                many ports: 3:271 these are more than 1000 ports
                a long anchor: 2:6 no anchor &aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa… stands before this alias
                deep and wide: fine
                deep and wide by aliases: fine
                a merge of merges: fine
                a long command: fine
                a long text: fine
                a long block: fine
                """,
                out.toString());
    }

    @Test
    void aThousandApplicationsAreRead() {
        StringBuilder text = new StringBuilder("project: shop\napplications:\n");
        for (int i = 0; i < 1_000; i++) {
            text.append("  a" + i + ": {image: nginx, port: 80, domains: [{host: a" + i
                    + ".localhost, https: false}], ports: [\"" + (10_000 + i)
                    + ":80\"], env: {A: \"${{B}}\", B: b}, volumes: [d:/d]"
                    + (i == 0 ? "" : ", depends_on: [a" + (i - 1) + "]") + "}\n");
        }
        Reading reading =
                assertTimeoutPreemptively(WATCHDOG, () -> ProjectReader.read("f", text.toString(), Surroundings.NONE));
        assertEquals(1_000, reading.project().orElseThrow().applications().size());
    }

    /** Where the first mistake is, and all of them shown. */
    private static String first(String text) {
        Reading reading = ProjectReader.read("f", text, Surroundings.NONE);
        ProblemText.of("f", text).render(reading.problems());
        return reading.problems().stream()
                .findFirst()
                .map(HostileTextsTest::shown)
                .orElse("fine");
    }

    private static String shown(Problem problem) {
        return problem.place().line() + ":" + problem.place().column() + " " + problem.what();
    }

    private static String domain(String more) {
        return WEB + "port: 80, domains: [{host: a.example.org, https: false, " + more + "}]}";
    }

    private static String many(int times, IntFunction<String> text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < times; i++) {
            out.append(text.apply(i));
        }
        return out.toString();
    }
}
