package dev.berth.core.store;

import static dev.berth.core.store.TestStore.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.store.AccessToken.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {

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
    void aTokenIsFoundByItsTextOnly() {
        String ann = tokens().add("ann", Scope.DEPLOY, Optional.of(SHOP), Optional.empty());
        String bob = tokens().add("bob", Scope.READ, Optional.empty(), Optional.empty());
        assertEquals("ann deploy shop", told(tokens().find(ann)));
        assertEquals("bob read all", told(tokens().find(bob)));
        assertEquals("none", told(tokens().find(ann + " ")));
        assertEquals("none", told(tokens().find(ann.toLowerCase(java.util.Locale.ROOT))));
        assertEquals("none", told(tokens().find("")));
    }

    @Test
    void aTokenIs256RandomBitsThatStandInNoFile() throws IOException {
        String text = tokens().add("ann", Scope.READ, Optional.empty(), Optional.empty());
        assertTrue(text.matches("berth_[A-Za-z0-9_-]{43}"), text);
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(text), () -> "in " + file);
            }
        }
    }

    @Test
    void anExpiredTokenIsListedButNotFound() {
        Instant end = Instant.parse("2026-03-01T11:00:00Z");
        String text = tokens().add("ann", Scope.READ, Optional.empty(), Optional.of(end));
        berth.pass(Duration.ofMinutes(60).minusNanos(1));
        assertEquals("ann read all", told(tokens().find(text)));
        berth.pass(Duration.ofNanos(1));
        assertEquals("none", told(tokens().find(text)));
        assertEquals(
                "AccessToken[name=ann, scope=READ, project=Optional.empty, createdAt=2026-03-01T10:00:00Z,"
                        + " expiresAt=Optional[2026-03-01T11:00:00Z]]",
                tokens().list().get(1).toString());
    }

    @Test
    void aNameIsGivenOnce() {
        String first = tokens().add("ann", Scope.READ, Optional.empty(), Optional.empty());
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> tokens().add(
                        "ann", Scope.ADMIN, Optional.empty(), Optional.empty()));
        assertEquals("there is a token named \"ann\" already", refused.getMessage());
        assertEquals("ann read all", told(tokens().find(first)));
    }

    @Test
    void aRemovedTokenIsGoodForNothingAndItsNameIsFree() {
        String text = tokens().add("ann", Scope.READ, Optional.empty(), Optional.empty());
        assertTrue(tokens().remove("ann"));
        assertFalse(tokens().remove("ann"));
        assertEquals("none", told(tokens().find(text)));
        tokens().add("ann", Scope.READ, Optional.empty(), Optional.empty());
        assertEquals("none", told(tokens().find(text)));
    }

    @Test
    void tokensOutliveTheDaemon() {
        String text = tokens().add("ann", Scope.ADMIN, Optional.of(SHOP), Optional.empty());
        berth = berth.reopened();
        assertEquals("ann admin shop", told(tokens().find(text)));
    }

    @Test
    void eachScopeIncludesThoseBeforeIt() {
        assertEquals(
                "read: read; deploy: read deploy; admin: read deploy admin",
                Stream.of(Scope.values())
                        .map(scope -> scope.text() + ": "
                                + Stream.of(Scope.values())
                                        .filter(scope::includes)
                                        .map(Scope::text)
                                        .collect(Collectors.joining(" ")))
                        .collect(Collectors.joining("; ")));
    }

    @Test
    void theFirstStartMakesAnAdminsTokenThatOnlyItsOwnerCanRead() throws IOException {
        String text = Files.readString(file());
        assertTrue(text.endsWith("\n"));
        assertEquals("admin admin all", told(tokens().find(text.strip())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void aLaterStartMakesNoneAndLeavesTheFileAlone() throws IOException {
        String first = Files.readString(file());
        berth = berth.reopened();
        assertEquals(first, Files.readString(file()));
        assertEquals(List.of("admin"), names());
    }

    @Test
    void aTokenFileThatIsGoneStaysGone() throws IOException {
        String first = Files.readString(file()).strip();
        Files.delete(file());
        berth = berth.reopened();
        assertFalse(Files.exists(file()));
        assertEquals(List.of("admin"), names());
        assertEquals("admin admin all", told(tokens().find(first)));
    }

    @Test
    void whenEveryTokenWasRemovedTheNextStartLetsTheOwnerInAgain() throws IOException {
        String first = Files.readString(file()).strip();
        tokens().remove("admin");
        berth = berth.reopened();
        assertEquals("none", told(tokens().find(first)));
        assertEquals(
                "admin admin all", told(tokens().find(Files.readString(file()).strip())));
    }

    private Tokens tokens() {
        return berth.store.tokens();
    }

    private Path file() {
        return data.resolve(Tokens.ADMIN_FILE);
    }

    private List<String> names() {
        return tokens().list().stream().map(AccessToken::name).toList();
    }

    private static String told(Optional<AccessToken> token) {
        return token.map(t -> t.name() + " " + t.scope().text() + " "
                        + t.project().map(Object::toString).orElse("all"))
                .orElse("none");
    }
}
