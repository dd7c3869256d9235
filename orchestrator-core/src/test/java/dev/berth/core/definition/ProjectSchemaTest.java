package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProjectSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ProjectSchema.json());

    @Test
    void theExamplesAreValid() throws IOException {
        List<Path> examples;
        try (Stream<Path> files = Files.walk(Path.of("../examples"), 2)) {
            examples = files.filter(f -> f.getFileName().toString().matches("project\\.ya?ml"))
                    .sorted()
                    .toList();
        }
        assertTrue(examples.size() >= 3);
        for (Path example : examples) {
            assertEquals(
                    "[]",
                    SCHEMA.validate(Files.readString(example), InputFormat.YAML).toString(),
                    example.toString());
        }
    }

    @Test
    void whatTheReaderRefusesIsMarkedInAnEditorToo() {
        assertEquals(1, mistakes("project: shop\napplications: {web: {image: nginx, prot: 80}}"));
        assertEquals(1, mistakes("project: shop\napplications: {web: {image: nginx, port: 80000}}"));
        assertEquals(1, mistakes("project: shop"));
        assertEquals(0, mistakes("project: shop\napplications: {web: {image: nginx, x-note: 1}}\nvolumes: {data: }"));
    }

    @Test
    void everyKeyHasADescriptionAndAnExampleThatTheReaderTakes() {
        List<String> refused = new ArrayList<>();
        for (Key key : ApplicationKeys.APPLICATION.keys()) {
            String source = List.of("image", "build").contains(key.name()) ? "" : "image: nginx, ";
            String port = key.name().equals("port") ? "" : "port: 3000, ";
            String text = "project: shop\napplications:\n  redis: {image: redis}\n  web: {" + source
                    + (key.name().equals("job") ? "" : port) + key.name() + ": " + key.example() + "}\n";
            Surroundings surroundings =
                    new Surroundings(java.util.Set.of(), java.util.Set.of(), path -> java.util.Optional.of("A=b"));
            Reading reading = ProjectReader.read("f", text, surroundings);
            if (reading.project().isEmpty()) {
                refused.add(key.name() + ": " + reading.problems());
            }
        }
        assertEquals(List.of(), refused);
    }

    @Test
    void theReferenceHasARowForEachKey() {
        String reference = ProjectReference.markdown();
        assertTrue(
                reference.startsWith(
                        """
                **Project file**

                | key | meaning | default | example |
                | --- | --- | --- | --- |
                | `project` | the project's name | required | `project: shop` |
                """));
        for (Section section : ProjectKeys.ALL) {
            for (Key key : section.keys()) {
                assertTrue(reference.contains("| `" + key.name() + "` | "), key.name());
            }
        }
    }

    private static int mistakes(String text) {
        return SCHEMA.validate(text, InputFormat.YAML).size();
    }
}
