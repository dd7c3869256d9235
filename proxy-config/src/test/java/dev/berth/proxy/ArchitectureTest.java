package dev.berth.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static final String ROOT = "dev.berth.proxy";
    /** Each may use only those before it. */
    private static final List<String> PACKAGES = List.of("file", "route", "traefik");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void aPackageUsesOnlyThoseAboveIt() {
        for (int i = 0; i < PACKAGES.size(); i++) {
            for (String below : PACKAGES.subList(i + 1, PACKAGES.size())) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + PACKAGES.get(i))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(ROOT + "." + below)
                        .check(CLASSES);
            }
        }
    }

    @Test
    void everyClassIsInAListedPackage() {
        classes()
                .should()
                .resideInAnyPackage(
                        PACKAGES.stream().map(name -> ROOT + "." + name).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void routesKnowOnlyTheJavaPlatform() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + ".route", ROOT + ".file")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".route", ROOT + ".file", "java..")
                .check(CLASSES);
    }

    @Test
    void nobodyStartsAProcess() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Runtime.class)
                .check(CLASSES);
    }

    @Test
    void aClassIsNamedForTheThing() {
        noClasses().should().haveSimpleNameEndingWith("Manager").check(CLASSES);
        noClasses().should().haveSimpleNameEndingWith("Helper").check(CLASSES);
        noClasses().should().haveSimpleNameEndingWith("Util").check(CLASSES);
        noClasses().should().haveSimpleNameEndingWith("Utils").check(CLASSES);
        noClasses().should().haveSimpleNameEndingWith("Impl").check(CLASSES);
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
