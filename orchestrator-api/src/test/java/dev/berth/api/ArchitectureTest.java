package dev.berth.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.berth.api";

    /** Each may use only those before it. */
    private static final List<String> PACKAGES =
            List.of(ROOT + ".upload", ROOT + ".doctor", ROOT + ".view", ROOT + ".http", ROOT, ROOT + ".cli");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void aPackageUsesOnlyThoseAboveIt() {
        for (int i = 0; i < PACKAGES.size(); i++) {
            for (String below : PACKAGES.subList(i + 1, PACKAGES.size())) {
                noClasses()
                        .that()
                        .resideInAPackage(PACKAGES.get(i))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(below)
                        .check(CLASSES);
            }
        }
    }

    @Test
    void everyClassIsInAListedPackage() {
        classes().should().resideInAnyPackage(PACKAGES.toArray(String[]::new)).check(CLASSES);
    }

    /** Each class that the command line loads is time that a user waits. */
    @Test
    void theCommandLineSeesJavaAndTheApiOnly() {
        DescribedPredicate<JavaClass> seen = resideInAnyPackage(
                        "java..", "javax.net..", ROOT + ".cli", ROOT + ".upload")
                .or(JavaClass.Predicates.equivalentTo(DaemonOption.class))
                .or(JavaClass.Predicates.equivalentTo(Main.class));
        classes()
                .that()
                .resideInAPackage(ROOT + ".cli")
                .should()
                .onlyDependOnClassesThat(seen)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".cli")
                .and()
                .doNotHaveSimpleName("DaemonCommand")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Main.class)
                .check(CLASSES);
    }

    @Test
    void uploadsAndChecksKnowOnlyTheJavaPlatform() {
        for (String small : List.of(ROOT + ".upload", ROOT + ".doctor")) {
            classes()
                    .that()
                    .resideInAPackage(small)
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage("java..", small))
                    .check(CLASSES);
        }
    }

    @Test
    void onlyTheHttpRoomSeesTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".http")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.."))
                .check(CLASSES);
    }

    @Test
    void onlyWhatPutsTheDaemonTogetherSeesDockerAndTraefik() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("dev.berth.core.docker..", "dev.berth.core.proxy..", "dev.berth.proxy.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheTerminalsModesAreSetByAnotherProgram() {
        noClasses()
                .that()
                .doNotHaveSimpleName("TerminalMode")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .check(CLASSES);
        noClasses().should().callMethod(Runtime.class, "exec", String[].class).check(CLASSES);
        noClasses().should().callMethod(Runtime.class, "exec", String.class).check(CLASSES);
    }

    @Test
    void nothingIsWrittenToFilesHere() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "Files.write…",
                        call -> call.getTarget().getOwner().isEquivalentTo(Files.class)
                                && call.getTarget()
                                        .getName()
                                        .matches("write.*|newOutputStream|newBufferedWriter|move|copy|delete.*")))
                .check(CLASSES);
    }

    @Test
    void aClassIsNamedForTheThing() {
        for (String suffix : List.of("Manager", "Helper", "Util", "Utils", "Service", "Impl")) {
            noClasses().should().haveSimpleNameEndingWith(suffix).check(CLASSES);
        }
    }

    @Test
    void noFileIsLongerThan400Lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > 400)
                    .toList();
            assertEquals(List.of(), tooLong);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
