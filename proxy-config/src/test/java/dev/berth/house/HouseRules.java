package dev.berth.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds in every module of the house; its rooms, and which of them is above which, stand in ARCHITECTURE.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseRules {
    private static final int LONGEST = 400;

    private static final Set<String> CLOCKS = Set.of(
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.TimeUnit.timedWait",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.InstantSource.system");

    private static final Set<String> PENS = Set.of(
            "java.nio.file.Files.write",
            "java.nio.file.Files.writeString",
            "java.nio.file.Files.newBufferedWriter",
            "java.nio.file.Files.newOutputStream",
            "java.nio.channels.FileChannel.open",
            "java.io.FileOutputStream.<init>",
            "java.io.FileWriter.<init>",
            "java.io.RandomAccessFile.<init>");

    private final String root;
    private final List<String> rooms;
    /** The module's own classes, without its tests. */
    protected final JavaClasses classes;

    /**
     * @param module as it stands in ARCHITECTURE.md
     * @param root the package that its rooms are in
     */
    protected HouseRules(String module, String root) {
        this.root = root;
        this.rooms = rooms(module);
        this.classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
    }

    /** Simple names of classes that may look at the clock or wait by it, each with its reason in a comment. */
    protected abstract Set<String> timekeepers();

    /** Simple names of classes that may write files, each with its reason in a comment. */
    protected abstract Set<String> writers();

    /** Simple names of classes that start a program or hear how this one ends, each with its reason in a comment. */
    protected Set<String> processKeepers() {
        return Set.of();
    }

    /** Simple names of classes that may print, each with its reason in a comment. */
    protected Set<String> printers() {
        return Set.of();
    }

    /** What stands in {@code root} itself is no room, but where the rooms are put together. */
    @Test
    void theRoomsAreThoseOfTheArchitecture() {
        Set<String> present = classes.stream()
                .map(type -> type.getPackageName().substring(root.length()).replaceFirst("^\\.", ""))
                .filter(room -> !room.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(rooms), present);
    }

    @Test
    void aRoomUsesOnlyThoseAboveIt() {
        for (int i = 0; i < rooms.size(); i++) {
            for (String below : rooms.subList(i + 1, rooms.size())) {
                noClasses()
                        .that()
                        .resideInAPackage(room(rooms.get(i)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(room(below))
                        .check(classes);
            }
        }
    }

    @Test
    void aClassIsNamedForTheThing() {
        noClasses()
                .should()
                .haveNameMatching(".*[A-Za-z0-9](Manager|Helper|Utils?|Service|Impl)")
                .check(classes);
    }

    @Test
    void noFileIsLongerThan400Lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> lines(file) > LONGEST)
                            .toList());
        }
    }

    @Test
    void nobodyStartsAProcess() {
        Set<String> found = classes.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().isEquivalentTo(ProcessBuilder.class)
                                || d.getTargetClass().isEquivalentTo(Runtime.class)))
                .map(HouseRules::outermost)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(processKeepers()), found);
    }

    @Test
    void nothingIsPrinted() {
        noClasses()
                .that(DescribedPredicate.describe(
                        "are not " + printers(), type -> !printers().contains(outermost(type))))
                .should(ACCESS_STANDARD_STREAMS)
                .check(classes);
    }

    @Test
    void theClockIsLookedAtInOnePlace() {
        assertOnly(timekeepers(), CLOCKS);
    }

    @Test
    void filesAreWrittenInOnePlace() {
        assertOnly(writers(), PENS);
    }

    /** Nobody else does it, and each of these does: an exception that is needed no more goes. */
    private void assertOnly(Set<String> exceptions, Set<String> calls) {
        Set<String> found = classes.stream()
                .filter(type -> type.getAccessesFromSelf().stream().anyMatch(access -> calls.contains(named(access))))
                .map(HouseRules::outermost)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(exceptions), found);
    }

    private static String named(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(HouseRules::outermost).orElse(type.getSimpleName());
    }

    /** That only these rooms of the module see something. */
    protected final void assertSeenOnlyBy(List<String> seeing, String... packages) {
        noClasses()
                .that(DescribedPredicate.describe("are not in " + seeing, type -> seeing.stream()
                        .noneMatch(room -> type.getPackageName().equals(room(room)))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(classes);
    }

    /** That these rooms depend on nothing but these packages and themselves. */
    protected final void assertSeesOnly(List<String> seeing, String... packages) {
        for (String room : seeing) {
            classes()
                    .that()
                    .resideInAPackage(room(room))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(Stream.concat(Stream.of(room(room)), Stream.of(packages))
                            .toArray(String[]::new))
                    .check(classes);
        }
    }

    protected final String room(String name) {
        return root + "." + name;
    }

    /** The indented names with a slash behind them, from the module's own line to the next blank one. */
    private static List<String> rooms(String module) {
        try (Stream<String> lines = Files.lines(Path.of("../ARCHITECTURE.md"))) {
            return lines.dropWhile(line -> !line.startsWith(module + "/ "))
                    .takeWhile(line -> !line.isBlank())
                    .filter(line -> line.matches("  [a-z0-9]+/ .*"))
                    .map(line -> line.strip().replaceFirst("/.*", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
