package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.berth.core.problem.Problem;
import dev.berth.core.problem.Problems;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an editor marks by the schema is what the reader refuses. */
class ProjectSchemaTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(ProjectSchema.json());

    /** Where an editor has made a number of the text before it asks, or more than the form is wrong. */
    private static final Set<String> BEYOND_IT = Set.of(
            "applications.a.port: port must be a whole number from 1 to 65535, not \"010\"",
            "applications.c.port: port must be a whole number from 1 to 65535, not \"80.0\"",
            "applications.g.replicas: replicas must be a whole number from 1 to 100, not \"02\"",
            "applications.d.resources.pids: pids must be a whole number from 1 to 4194304, not \"010\"",
            "applications.a.files[5].mode: mode must be permission bits such as 0644, not \"0888\"",
            "applications.a.volumes[7].tmpfs.mode: mode must be permission bits such as 0755, not \"99\"",
            "applications.g.deploy.patience: patience must be a duration such as 1m30s or 500ms, up to 365d, not \"400d\"",
            "applications.m.stop_grace_period: stop_grace_period must be a duration such as 1m30s or 500ms, up to 365d,"
                    + " not \"366d\"",
            "applications.d.healthcheck.interval: interval must be at least 100ms, not \"0s\"",
            "applications.h.healthcheck.interval: interval must be at least 100ms, not \"1us\"",
            "applications.a.resources.memory: memory must be at least 6M, the engine gives no less, not \"1M\"",
            "applications.o.resources.memory: memory must be a number of bytes such as 512M or 1g, not"
                    + " \"99999999999999t\"",
            "applications.a.volumes[3]: the mount lacks \"source\"");

    @Test
    void itIsASchema() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals("[]", meta.validate(ProjectSchema.json(), InputFormat.JSON).toString());
        assertEquals(
                "type",
                meta.validate("{\"type\": 5}", InputFormat.JSON)
                        .get(0)
                        .getInstanceLocation()
                        .getName(-1));
    }

    @Test
    void theExamplesAreValid() throws IOException {
        for (Path example : Corpus.examples()) {
            assertEquals("", errors(Files.readString(example)), example.toString());
        }
    }

    @Test
    void whatTheReaderTakesTheSchemaTakes() {
        RandomDefinition definition = new RandomDefinition(new Random(5));
        int taken = 0;
        for (int round = 0; round < 4_000; round++) {
            String text = definition.next();
            if (ProjectReader.read("f", text, Corpus.SURROUNDINGS).project().isPresent()) {
                taken++;
                assertEquals("", errors(text), text);
            }
        }
        assertTrue(taken > 400, "only " + taken + " of them are projects");
    }

    @Test
    void whatTheReaderTakesOfMutilatedTextsTheSchemaTakes() throws IOException {
        Mutilation mutilation = new Mutilation(new Random(6), Corpus.texts());
        for (int round = 0; round < 3_000; round++) {
            String text = mutilation.next();
            if (ProjectReader.read("f", text, Corpus.SURROUNDINGS).project().isPresent()) {
                assertEquals("", errors(text), text);
            }
        }
    }

    /** Those that have to do with keys, types and ranges; not what has to be parsed, or fit with something else. */
    @Test
    void whatIsWrongWithTheStructureOfAFileIsMarkedThere() throws IOException {
        Set<String> unmarked = new TreeSet<>();
        for (Path file : Corpus.wrong()) {
            String text = Files.readString(file);
            Optional<YamlNode> root = YamlReader.read("f", text, new Problems());
            Set<String> marked = root.map(node -> SCHEMA.validate(TypedYaml.VERSION_1_2.of(node)).stream()
                            .map(ProjectSchemaTest::path)
                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
            ProjectReader.read(file.getFileName().toString(), text, Corpus.SURROUNDINGS).problems().stream()
                    .filter(problem -> root.isPresent() && isOfStructure(problem))
                    .filter(problem -> !marked.contains(problem.path()) && !isChoice(problem, marked))
                    .forEach(problem -> unmarked.add(problem.path() + ": " + problem.what()));
        }
        assertEquals(String.join("\n", new TreeSet<>(BEYOND_IT)), String.join("\n", unmarked));
    }

    /** One key too many is shown at that key, and marked at the mapping. */
    private static boolean isChoice(Problem problem, Set<String> marked) {
        return problem.what().matches(".*( has either | is only one of ).*")
                && marked.contains(problem.path().replaceFirst("\\.[^.]*$", ""));
    }

    private static boolean isOfStructure(Problem problem) {
        return problem.isError()
                && problem.what()
                        .matches("(?s).*( is not a key of | must be |lacks \"| has no value| has neither | has either "
                                + "| is none of | is only one of | is a mapping of keys).*");
    }

    /** In the reader's terms. */
    private static String path(Error error) {
        String path = error.getInstanceLocation()
                .toString()
                .replaceAll("/([0-9]+)(?=/|$)", "[$1]")
                .replaceAll("^/", "")
                .replace('/', '.');
        return error.getKeyword().equals("additionalProperties")
                        || error.getKeyword().equals("propertyNames")
                ? (path.isEmpty() ? "" : path + ".") + error.getProperty()
                : path;
    }

    private static String errors(String text) {
        YamlNode root = YamlReader.read("f", text, new Problems()).orElseThrow();
        StringBuilder errors = new StringBuilder();
        for (TypedYaml version : TypedYaml.values()) {
            SCHEMA.validate(version.of(root))
                    .forEach(e -> errors.append(version + " " + e.getInstanceLocation() + " " + e.getMessage() + "\n"));
        }
        return errors.toString();
    }
}
