package dev.berth.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.berth.house.HouseRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArchitectureTest extends HouseRules {
    private static final String ROOT = "dev.berth.api";

    ArchitectureTest() {
        super("orchestrator-api", ROOT);
    }

    @Override
    protected Set<String> timekeepers() {
        return Set.of(
                // The clock that the daemon is put together with.
                "Daemon",
                // The command line's own, and the thread that draws ten times a second by it.
                "SystemTicks",
                "Redraw",
                // How long a reader was silent; the web server's threads wait for nothing else.
                "EventStream",
                "LogFollower",
                "Permission");
    }

    @Override
    protected Set<String> writers() {
        return Set.of(
                // Standard output and standard error.
                "Berth");
    }

    @Override
    protected Set<String> processKeepers() {
        return Set.of(
                // The terminal's modes are set by stty, and set back at the end.
                "TerminalMode",
                // What one reads who leaves with Ctrl-C.
                "DeploymentFollower",
                // The daemon is asked to end.
                "Main",
                // The memory that is used.
                "Metrics");
    }

    @Override
    protected Set<String> printers() {
        return Set.of(
                // Why there is no daemon to ask.
                "Main");
    }

    /** Each class that the command line loads is time that a user waits. */
    @Test
    void theCommandLineSeesJavaUploadsAndTheDaemonsOptions() {
        DescribedPredicate<JavaClass> seen = resideInAnyPackage("java..", "javax.net..", room("cli"), room("upload"))
                .or(equivalentTo(DaemonOption.class))
                .or(equivalentTo(Main.class));
        classes()
                .that()
                .resideInAPackage(room("cli"))
                .should()
                .onlyDependOnClassesThat(seen)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(room("cli"))
                .and()
                .doNotHaveSimpleName("DaemonCommand")
                .should()
                .dependOnClassesThat(equivalentTo(Main.class))
                .check(classes);
    }

    @Test
    void whatPutsTheDaemonTogetherIsUsedByTheCommandLineOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, room("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(room("cli"))
                .check(classes);
    }

    @Test
    void uploadsAndChecksKnowOnlyTheJavaPlatform() {
        assertSeesOnly(List.of("upload", "doctor"), "java..");
    }

    @Test
    void onlyTheHttpRoomSeesTheWebServer() {
        assertSeenOnlyBy(List.of("http"), "io.javalin..", "org.eclipse.jetty..", "jakarta..");
    }

    @Test
    void onlyWhatPutsTheDaemonTogetherSeesDockerAndTraefik() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.berth.core.docker..", "dev.berth.core.proxy..", "dev.berth.proxy..")
                .check(classes);
    }
}
