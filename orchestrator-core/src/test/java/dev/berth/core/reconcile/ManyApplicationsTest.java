package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.operate.Definition;
import dev.berth.core.project.ProjectName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand applications in a hundred projects: what happens to one project costs the others nothing. {@code
 * -Dmany.looks=N} prints how long N looks at everything took.
 */
final class ManyApplicationsTest {
    private static final int PROJECTS = 100;
    private static final int APPLICATIONS = 10;
    private static final int LOOKS = Integer.getInteger("many.looks", 0);

    @TempDir
    private static Path data;

    private static TestBerth berth;

    @BeforeAll
    static void everythingRuns() {
        berth = TestBerth.in(data);
        for (int p = 0; p < PROJECTS; p++) {
            StringBuilder text = new StringBuilder("project: p" + p + "\napplications:\n");
            for (int a = 0; a < APPLICATIONS; a++) {
                text.append(
                        "  a%1$d: {image: \"a:1\", port: 8000, domain: {host: a%1$d.p%2$d.localhost, https: false}}\n"
                                .formatted(a, p));
            }
            berth.operations.apply(
                    project(p),
                    new Definition("p.yml", text.toString(), Map.of()),
                    OptionalLong.empty(),
                    true,
                    false,
                    "tester");
        }
        berth.settle();
    }

    @AfterAll
    static void close() {
        berth.close();
    }

    @BeforeEach
    void nothingHappenedYet() {
        berth.machine.faults().forgetCalls();
        berth.engine.takeLooks();
    }

    private static ProjectName project(int number) {
        return ProjectName.of("p" + number);
    }

    private ObservedInstance first(int project) {
        return berth.engine.observe(project(project)).instances().get(0);
    }

    @Test
    void aChangeTouchesOnlyItsOwnProject() {
        ObservedInstance victim = first(42);
        berth.engine.takeLooks();
        berth.engine.meddle(victim.name(), Meddling.KILL);
        berth.settle();
        List<ProjectName> looks = berth.engine.takeLooks();
        assertEquals(Set.of(project(42)), new TreeSet<>(looks));
        assertTrue(looks.size() <= 3, looks::toString);
        assertEquals(
                List.of("start " + victim.name()),
                berth.engine.calls().stream()
                        .filter(call -> !call.equals("commit"))
                        .toList());
    }

    @Test
    void aLookAtEverythingIsOneQuestionAndChangesNothing() {
        long began = System.nanoTime();
        for (int i = 0; i < LOOKS; i++) {
            berth.lookAround();
        }
        if (LOOKS > 0) {
            System.out.println(
                    "look " + Duration.ofNanos(System.nanoTime() - began).toMillis() / LOOKS);
        }
        berth.engine.takeLooks();
        berth.lookAround();
        assertEquals(PROJECTS, berth.engine.takeLooks().size(), "each once");
        assertEquals(List.of(), berth.engine.calls());
    }
}
