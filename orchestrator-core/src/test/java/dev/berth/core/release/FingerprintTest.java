package dev.berth.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FingerprintTest {

    /** Changing these makes every instance of every user new: rather write another recipe. */
    @Test
    void recipeV1GivesThese() {
        assertEquals(
                """
                shop-web-c5056e1a v1:c5056e1a4847160973eb1ed8d0f90b078dae143813b751ece0f9bb2e19823584
                shop-web-1778478a v1:1778478ac325d0ff2d398fd41762ed2c8c8fa8e5964a2746f30b1fd732f5df94
                """,
                told(Everything.release()) + told(smallest().named(Everything.KEY)));
    }

    @Test
    void everythingInAReleaseChangesItButTheResolvedImageAndHowToBuildAnew() {
        List<String> same = ReleaseChange.all().stream()
                .filter(change -> fingerprint(change.release())
                        .equals(Everything.release().fingerprint()))
                .map(ReleaseChange::what)
                .toList();
        assertEquals(List.of("name ReleaseName.brief", "image Built.noCache", "imageId", "fingerprint"), same);
    }

    @Test
    void noTwoChangesGiveTheSame() {
        List<Fingerprint> all = ReleaseChange.all().stream()
                .map(change -> fingerprint(change.release()))
                .filter(made -> !made.equals(Everything.release().fingerprint()))
                .toList();
        assertEquals(all.size(), new HashSet<>(all).size());
    }

    @Test
    void everyComponentOfAReleaseIsTried() {
        List<Class<? extends Record>> parts = List.of(
                ReleaseName.class,
                ImageSpec.Built.class,
                Invocation.class,
                Mount.Bind.class,
                Mount.Tmpfs.class,
                Mount.Volume.class,
                VolumeName.class,
                FileContent.class,
                PublishedPort.class,
                Privileges.class);
        Set<String> there = new TreeSet<>(components(Release.class).toList());
        parts.forEach(part -> components(part).forEach(component -> there.add(part.getSimpleName() + "." + component)));
        Set<String> tried = new TreeSet<>();
        ReleaseChange.all().forEach(change -> tried.addAll(List.of(change.what().split(" "))));
        assertEquals(there, tried);
        assertEquals(
                Set.of(ImageSpec.Pulled.class, ImageSpec.Built.class),
                Set.of(ImageSpec.class.getPermittedSubclasses()));
        assertEquals(
                Set.of(Mount.Bind.class, Mount.Tmpfs.class, Mount.Volume.class),
                Set.of(Mount.class.getPermittedSubclasses()));
    }

    @Test
    void aPulledImageChangesItByReferenceAndGeneration() {
        Set<Fingerprint> all = new HashSet<>();
        for (ImageSpec image : List.of(
                new ImageSpec.Pulled("redis:7", 0),
                new ImageSpec.Pulled("redis:7", 1),
                new ImageSpec.Pulled("redis:8", 0),
                Everything.built())) {
            all.add(fingerprint(Altered.with(Everything.release(), "image", image)));
        }
        assertEquals(4, all.size());
    }

    @Test
    void whatIsAbsentIsNotWhatIsEmpty() {
        Invocation empty = Altered.with(Invocation.OF_THE_IMAGE, "command", Optional.of(List.of()));
        Invocation blank = Altered.with(Invocation.OF_THE_IMAGE, "command", Optional.of(List.of("")));
        Set<Fingerprint> all = new HashSet<>();
        for (Invocation invocation : List.of(Invocation.OF_THE_IMAGE, empty, blank)) {
            all.add(fingerprint(Altered.with(smallest(), "invocation", invocation)));
        }
        assertEquals(3, all.size());
    }

    @Test
    void theOrderInMapsAndSetsMeansNothing() {
        for (int seed = 0; seed < 20; seed++) {
            Map<String, Secret> env =
                    new HashMap<>(shuffled(Everything.release().env(), seed));
            Release release = Altered.with(Everything.release(), "env", env);
            release = Altered.with(release, "labels", shuffled(release.labels(), seed));
            assertEquals(Everything.release().fingerprint(), fingerprint(release));
        }
    }

    @Test
    void whereOneValueEndsAndTheNextBeginsIsPartOfIt() {
        Random random = new Random(1);
        Map<String, List<String>> seen = new HashMap<>();
        for (int i = 0; i < 2000; i++) {
            List<String> words = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                words.add("ab\0\ud83d".substring(0, random.nextInt(4)).repeat(random.nextInt(3)));
            }
            Invocation invocation = Altered.with(Invocation.OF_THE_IMAGE, "command", Optional.of(words));
            String made = fingerprint(Altered.with(smallest(), "invocation", invocation))
                    .hex();
            assertEquals(words, seen.computeIfAbsent(made, m -> words));
        }
    }

    @Test
    void secretsGoInUnderAKeySoThatAGuessCannotBeTried() {
        FingerprintKey other = FingerprintKey.of("another key of 32 bytes, or more".getBytes());
        Fingerprint made = Everything.release().named(other).fingerprint();
        assertFalse(made.equals(Everything.release().fingerprint()));
        assertEquals(made, Everything.release().named(other).fingerprint());
        assertEquals("(key)", other.toString());
        assertThrows(IllegalArgumentException.class, () -> FingerprintKey.of(new byte[15]));
    }

    @Test
    void nothingOfASecretStandsInTheTextOfARelease() {
        String text = Everything.application().toString();
        assertFalse(text.contains(Everything.PLANTED), text);
        assertFalse(text.contains("pa$$word"), text);
    }

    @Test
    void itIsWrittenAndReadAsRecipeAndHexDigits() {
        String text = "v1:" + "0123456789abcdef".repeat(4);
        assertEquals(text, Fingerprint.of(text).toString());
        assertEquals("01234567", Fingerprint.of(text).brief());
        for (String wrong : List.of("", "v1", ":" + "0".repeat(64), "v1:" + "0".repeat(63), "v1:" + "G".repeat(64))) {
            assertThrows(IllegalArgumentException.class, () -> Fingerprint.of(wrong), wrong);
        }
    }

    @Test
    void aReleaseIsMadeAsAnotherOneWhateverTheirRecipes() {
        Release old = new Release(
                new ReleaseName(new ProjectName("shop"), new ApplicationName("web"), "00000000"),
                new Fingerprint("v0", "0".repeat(64)),
                Everything.release().image(),
                Optional.of("sha256:ffff"),
                Everything.release().invocation(),
                Everything.release().labels(),
                Everything.release().env(),
                Everything.release().mounts(),
                Everything.release().volumes(),
                Everything.release().files(),
                Everything.release().ports(),
                Everything.release().privileges(),
                Everything.release().sysctls());
        assertEquals(true, Everything.release().isMadeAs(old));
        assertEquals(true, old.isMadeAs(Everything.release()));
        assertEquals(
                List.of(
                        "name ReleaseName.project",
                        "name ReleaseName.application",
                        "name ReleaseName.brief",
                        "imageId",
                        "fingerprint"),
                ReleaseChange.all().stream()
                        .filter(change -> change.release().isMadeAs(old))
                        .map(ReleaseChange::what)
                        .toList());
    }

    private static Release smallest() {
        return new Release(
                new ReleaseName(new ProjectName("shop"), new ApplicationName("web"), ""),
                new Fingerprint("v1", "0".repeat(64)),
                new ImageSpec.Pulled("web:1", 0),
                Optional.empty(),
                Invocation.OF_THE_IMAGE,
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                Privileges.LEAST,
                Map.of());
    }

    private static Fingerprint fingerprint(Release release) {
        return release.named(Everything.KEY).fingerprint();
    }

    private static String told(Release release) {
        return release.name() + " " + release.fingerprint() + "\n";
    }

    private static <T> Map<String, T> shuffled(Map<String, T> map, int seed) {
        List<String> keys = new ArrayList<>(map.keySet());
        Collections.shuffle(keys, new Random(seed));
        Map<String, T> shuffled = new java.util.LinkedHashMap<>();
        keys.forEach(key -> shuffled.put(key, map.get(key)));
        return shuffled;
    }

    private static Stream<String> components(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents()).map(RecordComponent::getName);
    }
}
