package dev.berth.core.store;

import static dev.berth.core.store.TestStore.BLOG;
import static dev.berth.core.store.TestStore.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Everything;
import dev.berth.core.release.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsVaultTest {

    @TempDir
    Path data;

    private TestStore berth;

    @BeforeEach
    void open() {
        berth = TestStore.in(data);
    }

    @AfterEach
    void close() {
        berth.close();
    }

    @Test
    void aSecretIsKnownByNameAndItsNewestValue() {
        set(SHOP, "PASSWORD", "one");
        set(SHOP, "PASSWORD", "two");
        set(SHOP, "KEY", "-----BEGIN\n\u00e9\u6f22\ud83d\ude00\u0000");
        set(BLOG, "PASSWORD", "theirs");
        assertEquals("{KEY=1, PASSWORD=2}", vault().names(SHOP).toString());
        assertEquals("KEY=-----BEGIN\n\u00e9\u6f22\ud83d\ude00\u0000, PASSWORD=two", values(SHOP));
        assertEquals("PASSWORD=theirs", values(BLOG));
        assertEquals("", values(new ProjectName("nobody")));
    }

    @Test
    void theSameValueAgainIsNoNewVersion() {
        assertEquals(1, set(SHOP, "PASSWORD", "one"));
        assertEquals(1, set(SHOP, "PASSWORD", "one"));
        assertEquals(2, set(SHOP, "PASSWORD", "two"));
        assertEquals(3, set(SHOP, "PASSWORD", "one"));
    }

    @Test
    void theLastFiveVersionsAreKept() {
        for (int version = 1; version <= 7; version++) {
            assertEquals(version, set(SHOP, "PASSWORD", "value " + version));
        }
        assertEquals(List.of("value 3", "value 4", "value 5", "value 6", "value 7"), everyValue());
    }

    @Test
    void anOlderVersionIsKeptOnceWhileAReleaseHoldsIt() {
        DesiredApplication holding = Everything.application();
        String held = holding.release().env().values().iterator().next().reveal();
        set(SHOP, "PASSWORD", held);
        set(SHOP, "PASSWORD", "between");
        set(SHOP, "PASSWORD", held);
        set(BLOG, "PASSWORD", held);
        berth.store.accepted().during(1, 1).accept(SHOP, holding, "sha256:x", Set.of());
        for (int version = 4; version <= 9; version++) {
            set(SHOP, "PASSWORD", "value " + version);
            set(BLOG, "PASSWORD", "value " + version);
        }
        assertEquals(List.of(held, "value 5", "value 6", "value 7", "value 8", "value 9"), everyValue());
        assertEquals(5, vault().everyValue(BLOG).size());
        berth.store.forget(SHOP);
        assertEquals(List.of(), everyValue());
    }

    @Test
    void aRemovedSecretIsGoneWithAllItsVersions() {
        set(SHOP, "PASSWORD", "one");
        set(SHOP, "PASSWORD", "two");
        set(SHOP, "OTHER", "three");
        assertEquals(true, vault().remove(SHOP, "PASSWORD"));
        assertEquals(false, vault().remove(SHOP, "PASSWORD"));
        assertEquals(false, vault().remove(BLOG, "OTHER"));
        assertEquals(List.of("three"), everyValue());
    }

    @Test
    void secretsOutliveTheDaemon() {
        set(SHOP, "PASSWORD", "one");
        berth = berth.reopened();
        assertEquals("PASSWORD=one", values(SHOP));
    }

    @Test
    void nothingOfAValueStandsInAnyFile() throws IOException {
        set(SHOP, "PASSWORD", "s3cr3t-planted-value");
        for (Path file : files()) {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertFalse(bytes.contains("s3cr3t-planted-value"), () -> "in " + file);
        }
    }

    @Test
    void aValueOpensOnlyWhereItWasStored() {
        set(SHOP, "PASSWORD", "one");
        set(SHOP, "PASSWORD", "two");
        berth.meddle("UPDATE secret SET name = 'RENAMED' WHERE version = 2");
        assertEquals(
                "what is stored for secret/shop/RENAMED/2 does not open with " + data.resolve("secret.key")
                        + "; restore the key and the database from the same backup",
                assertKey(() -> vault().values(SHOP)).getMessage());
    }

    @Test
    void aValueMovedToAnotherProjectOrVersionDoesNotOpen() {
        set(SHOP, "PASSWORD", "one");
        berth.meddle("UPDATE secret SET project = 'blog'");
        assertKey(() -> vault().values(BLOG));
        berth.meddle("UPDATE secret SET project = 'shop', version = 2");
        assertKey(() -> vault().values(SHOP));
        assertKey(() -> vault().everyValue(SHOP));
        assertKey(() -> set(SHOP, "PASSWORD", "one"));
        berth.meddle("UPDATE secret SET version = 1");
        assertEquals("PASSWORD=one", values(SHOP));
    }

    @Test
    void aChangedValueDoesNotOpen() {
        for (String sealed : List.of("x''", "x'00'", "x'000000000000000000000000'", "substr(sealed, 2)")) {
            set(SHOP, "PASSWORD", "one");
            berth.meddle("UPDATE secret SET sealed = " + sealed);
            assertKey(() -> vault().values(SHOP));
            vault().remove(SHOP, "PASSWORD");
        }
    }

    @Test
    void anotherKeyOpensNothing() throws IOException {
        set(SHOP, "PASSWORD", "one");
        berth.close();
        Files.write(data.resolve("secret.key"), new byte[32]);
        berth = TestStore.in(data);
        assertKey(() -> vault().values(SHOP));
    }

    private SecretsVault vault() {
        return berth.store.secrets();
    }

    private long set(ProjectName project, String name, String value) {
        return vault().set(project, name, Secret.of(value));
    }

    private String values(ProjectName project) {
        return vault().values(project).entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().reveal())
                .collect(Collectors.joining(", "));
    }

    private List<String> everyValue() {
        return vault().everyValue(SHOP).stream().map(Secret::reveal).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.toList();
        }
    }

    private static StoreException assertKey(Runnable call) {
        StoreException refused = assertThrows(StoreException.class, call::run);
        assertEquals(StoreException.Kind.KEY, refused.kind(), refused::getMessage);
        return refused;
    }
}
