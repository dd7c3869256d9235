package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.problem.Problem;
import dev.berth.core.problem.ProblemText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProjectReferenceTest {
    private static final String REFERENCE = ProjectReference.markdown();
    private static final Pattern TABLE = Pattern.compile(
            "\\*\\*(?<title>[^*]+)\\*\\*(?: – `(?<place>[^`]+)`.*)?\\n\\n\\| key .*\\n\\| --- .*\\n(?<rows>(?:\\| .*\\n)+)");
    private static final Pattern ROW =
            Pattern.compile("\\| `(?<key>\\w+)` \\| .+ \\| .+ \\| `(?<example>[^`]+)` \\|\\n");

    /** Where a mapping stands that is not one of an application's own. */
    private static final Map<String, String> PARENTS = Map.of(
            "Application", "Project file",
            "Volume", "Project file",
            "Tmpfs options", "Mount",
            "Middleware", "Domain",
            "Headers", "Middleware",
            "Rate limit", "Middleware",
            "Redirection", "Middleware");

    /** What a mapping needs beside the key in question to be right. */
    private static final Map<String, Map<String, String>> BESIDE = Map.ofEntries(
            Map.entry(
                    "Project file",
                    Map.of("project", "shop", "applications", "{web: {image: nginx, volumes: ['data:/data']}}")),
            Map.entry("Application", Map.of("image", "nginx", "port", "3000")),
            Map.entry("Application.build", Map.of()),
            Map.entry("Env file", Map.of("path", ".env.web")),
            Map.entry("Mount", Map.of("source", "data", "target", "/data")),
            Map.entry("Mount.tmpfs", Map.of("type", "tmpfs", "target", "/run")),
            Map.entry("File", Map.of("path", "/etc/app.conf", "content", "x")),
            Map.entry("Domain", Map.of("host", "shop.localhost")),
            Map.entry("Rate limit", Map.of("average", "100")),
            Map.entry("Redirection", Map.of("host", "www.example.org")),
            Map.entry("Health check", Map.of("tcp", "80")),
            Map.entry("Health check.http", Map.of()),
            Map.entry("Health check.command", Map.of()),
            Map.entry("Health check.disable", Map.of()),
            Map.entry("Health check.port", Map.of("http", "/")),
            Map.entry("Verification", Map.of("run", "x", "prints", "x")),
            Map.entry("Port", Map.of("target", "80", "published", "8080")),
            Map.entry("Volume", Map.of("external", "true")));

    private record Table(String title, String place, Map<String, String> examples) {}

    @Test
    void itBeginsWithTheTop() {
        assertTrue(
                REFERENCE.contains(
                        """

                        **Project file**

                        | key | default | meaning | example |
                        | --- | --- | --- | --- |
                        | `project` | required | the project's name | `project: shop` |
                        """),
                REFERENCE);
    }

    @Test
    void itHasEveryKeyThatTheSchemaHas() {
        Pattern described = Pattern.compile("\"(\\w+)\" : \\{\\s*\"description\"");
        assertEquals(
                described
                        .matcher(ProjectSchema.json())
                        .results()
                        .map(r -> r.group(1))
                        .collect(sorted()),
                tables().values().stream()
                        .flatMap(t -> t.examples().keySet().stream())
                        .collect(sorted()));
    }

    @Test
    void everyExampleInItIsReadWithoutErrors() {
        Map<String, Table> tables = tables();
        int examples = 0;
        for (Table table : tables.values()) {
            for (Map.Entry<String, String> example : table.examples().entrySet()) {
                examples++;
                String file = file(tables, table, example.getKey(), example.getValue());
                List<Problem> errors = ProjectReader.read("f", file, Corpus.SURROUNDINGS).problems().stream()
                        .filter(Problem::isError)
                        .toList();
                assertEquals("", ProblemText.of("f", file).render(errors), table.title());
            }
        }
        assertEquals(REFERENCE.lines().filter(l -> l.startsWith("| `")).count(), examples);
    }

    private static Collector<String, ?, Set<String>> sorted() {
        return Collectors.toCollection(TreeSet::new);
    }

    private static Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Matcher table = TABLE.matcher(REFERENCE); table.find(); ) {
            Map<String, String> examples = new LinkedHashMap<>();
            for (Matcher row = ROW.matcher(table.group("rows")); row.find(); ) {
                examples.put(row.group("key"), row.group("example"));
            }
            String place = table.group("place") == null ? "" : table.group("place");
            tables.put(table.group("title"), new Table(table.group("title"), place, examples));
        }
        return tables;
    }

    /** A whole project in which an entry stands where it belongs. */
    private static String file(Map<String, Table> tables, Table table, String key, String entry) {
        StringBuilder mapping = new StringBuilder("{").append(entry);
        BESIDE.getOrDefault(table.title() + "." + key, BESIDE.getOrDefault(table.title(), Map.of()))
                .forEach((name, value) -> mapping.append(name.equals(key) ? "" : ", " + name + ": " + value));
        String body = mapping.append('}').toString();
        if (table.place().isEmpty()) {
            return body;
        }
        Table parent = tables.get(PARENTS.getOrDefault(table.title(), "Application"));
        String under = table.place().replaceFirst(":.*", "");
        String name = Map.of("applications", "redis: {image: redis}, web", "depends_on", "redis", "volumes", "data")
                .getOrDefault(under, "");
        return file(tables, parent, under, table.place().replace("NAME", name).replace("{…}", body));
    }
}
