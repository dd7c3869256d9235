package dev.berth.core.store;

import dev.berth.core.project.ProjectName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The access tokens, by the SHA-256 of their text: they are 256 random bits, so that a plain hash is enough. Which one a
 * request carries is found by the hash, so that no comparison tells its time.
 */
public final class Tokens {
    /** The file that holds the first token. */
    public static final String ADMIN_FILE = "admin.token";

    private static final String COLUMNS = "SELECT name, scope, project, created_at, expires_at FROM token ";

    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a token and returns its text, which cannot be had again.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public String add(
            String name, AccessToken.Scope scope, Optional<ProjectName> project, Optional<Instant> expiresAt) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String text = "berth_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        int added = database.write(session -> session.run(
                "INSERT OR IGNORE INTO token (name, hash, scope, project, created_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                name,
                hash(text),
                scope.text(),
                project,
                clock.instant(),
                expiresAt));
        if (added == 0) {
            throw new IllegalArgumentException("there is a token named \"" + name + "\" already");
        }
        return text;
    }

    /** Whether there was one of that name. */
    public boolean remove(String name) {
        return database.write(session -> session.run("DELETE FROM token WHERE name = ?", name)) > 0;
    }

    /** The token with this text, unless it has expired. */
    public Optional<AccessToken> find(String text) {
        return database.read(session -> session.one(COLUMNS + "WHERE hash = ?", Tokens::token, hash(text)))
                .filter(token -> token.expiresAt()
                        .map(end -> clock.instant().isBefore(end))
                        .orElse(true));
    }

    /** Sorted by name; also those that expired. */
    public List<AccessToken> list() {
        return database.read(session -> session.all(COLUMNS + "ORDER BY name", Tokens::token));
    }

    /** On the first start: an admin's token in {@link #ADMIN_FILE}. Later the file is left alone, also when it is gone. */
    void makeFirst(DataDirectory directory) {
        boolean any = !list().isEmpty();
        if (any) {
            return;
        }
        database.together(() -> {
            String text = add("admin", AccessToken.Scope.ADMIN, Optional.empty(), Optional.empty());
            directory.write(ADMIN_FILE, (text + "\n").getBytes(StandardCharsets.UTF_8));
        });
    }

    private static AccessToken token(ResultSet row) throws SQLException {
        return new AccessToken(
                row.getString(1),
                AccessToken.Scope.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString(3)).map(ProjectName::new),
                Instant.parse(row.getString(4)),
                Optional.ofNullable(row.getString(5)).map(Instant::parse));
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
