package dev.berth.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.berth.house.HouseRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArchitectureTest extends HouseRules {

    /** What decides and does nothing. */
    private static final List<String> PURE =
            List.of("problem", "yaml", "project", "definition", "release", "route", "engine", "plan");

    ArchitectureTest() {
        super("orchestrator-core", "dev.berth.core");
    }

    @Override
    protected Set<String> timekeepers() {
        return Set.of("SystemTimekeeper", "MonitorBell");
    }

    @Override
    protected Set<String> writers() {
        return Set.of(
                // The lock, which must be written in place by whoever holds it, and the database's own file, empty.
                "DataDirectory",
                // Uploads, which may be larger than memory; they are renamed in as whole files too.
                "ContextStore");
    }

    @Test
    void onlyTheDockerRoomSeesDocker() {
        assertSeenOnlyBy(List.of("docker"), "com.github.dockerjava..");
    }

    @Test
    void nobodyHereSeesTheDockerRoom() {
        assertSeenOnlyBy(List.of("docker"), room("docker"));
    }

    @Test
    void onlyTheStoreSeesItsDatabase() {
        assertSeenOnlyBy(List.of("store"), "java.sql..", "org.sqlite..");
    }

    @Test
    void onlyTheYamlRoomSeesTheParser() {
        assertSeenOnlyBy(List.of("yaml"), "org.yaml..");
    }

    @Test
    void whatDecidesTouchesNoWorld() {
        for (String room : PURE) {
            noClasses()
                    .that()
                    .resideInAPackage(room(room))
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(
                            java.nio.file.Files.class,
                            java.io.File.class,
                            java.net.Socket.class,
                            java.net.URLConnection.class,
                            Thread.class,
                            java.util.Random.class,
                            java.util.concurrent.Executor.class)
                    .check(classes);
        }
    }
}
