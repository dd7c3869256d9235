package dev.berth.core.store;

import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Release;
import dev.berth.proxy.certificate.Seal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything the daemon remembers beyond its own death, in one data directory that it holds while open. */
public final class Store implements AutoCloseable {
    private final DataDirectory directory;
    private final Database database;
    private final InstantSource clock;
    private final String id;
    private final byte[] fingerprintKey;
    private final Revisions revisions;
    private final Wishes wishes;
    private final Earlier earlier;
    private final Accepted accepted;
    private final Occurrences occurrences;
    private final Deployments deployments;
    private final Generations generations;
    private final SecretsVault secrets;
    private final Tokens tokens;
    private final EndedLogs endedLogs;
    private final PendingContexts pendingContexts;
    private final Audit audit;
    private final Seal seal;

    /** Closing it closes both. */
    Store(DataDirectory directory, Database database, InstantSource clock) {
        this.directory = directory;
        this.database = database;
        this.clock = clock;
        boolean fresh = database.read(session -> session.number("SELECT count(*) FROM identity")) == 0;
        SealingKey key = SealingKey.of(directory, fresh);
        this.fingerprintKey = SealingKey.keyFile(directory, "fingerprint.key", fresh);
        this.id = fresh
                ? makeId()
                : database.read(session -> session.one(
                                "SELECT value FROM identity WHERE name = 'store'", row -> row.getString(1))
                        .orElseThrow());
        this.revisions = new Revisions(database);
        this.wishes = new Wishes(database);
        this.earlier = new Earlier(database, key);
        this.accepted = new Accepted(database, key, wishes, earlier, clock);
        this.occurrences = new Occurrences(database, clock);
        this.deployments = new Deployments(database, clock, occurrences);
        this.generations = new Generations(database);
        this.secrets = new SecretsVault(database, key, clock, this::releases);
        this.tokens = new Tokens(database, clock);
        this.endedLogs = new EndedLogs(database, key, clock);
        this.pendingContexts = new PendingContexts(database);
        this.audit = new Audit(database, clock);
        this.seal = new FileSeal(key);
        tokens.makeFirst(directory);
    }

    /**
     * Opens a data directory, making what is missing in a new one.
     *
     * @throws StoreException when another daemon has it, a newer Berth wrote it, it is damaged or a key is missing
     */
    public static Store open(Path path, InstantSource clock) {
        return open(path, clock, () -> {});
    }

    /** @param beforeCommit runs before each commit; what it throws takes the transaction back */
    static Store open(Path path, InstantSource clock, Runnable beforeCommit) {
        DataDirectory directory = DataDirectory.open(path);
        try {
            Database database = Database.open(directory, beforeCommit);
            try {
                return new Store(directory, database, clock);
            } catch (RuntimeException | Error e) {
                database.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    private String makeId() {
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        String made = HexFormat.of().formatHex(bits);
        database.write(session -> session.run("INSERT INTO identity (name, value) VALUES ('store', ?)", made));
        return made;
    }

    /** Random, made on the first start: what this store owns on the engine carries it. */
    public String id() {
        return id;
    }

    /** 32 bytes by which secrets go into fingerprints; never rotated. */
    public byte[] fingerprintKey() {
        return fingerprintKey.clone();
    }

    /** The clock by which everything stored is dated. */
    public InstantSource clock() {
        return clock;
    }

    public DataDirectory directory() {
        return directory;
    }

    public Database database() {
        return database;
    }

    public Revisions revisions() {
        return revisions;
    }

    public Wishes wishes() {
        return wishes;
    }

    public Accepted accepted() {
        return accepted;
    }

    public Earlier earlier() {
        return earlier;
    }

    public Occurrences occurrences() {
        return occurrences;
    }

    public Deployments deployments() {
        return deployments;
    }

    public Generations generations() {
        return generations;
    }

    public SecretsVault secrets() {
        return secrets;
    }

    public Tokens tokens() {
        return tokens;
    }

    public EndedLogs endedLogs() {
        return endedLogs;
    }

    public PendingContexts pendingContexts() {
        return pendingContexts;
    }

    public Audit audit() {
        return audit;
    }

    /** By which whole files in the data directory are sealed. */
    public Seal seal() {
        return seal;
    }

    /** The digests of all uploads that a definition, an accepted release or an application's next definition needs. */
    public Set<String> neededUploads() {
        Set<String> needed = new TreeSet<>(revisions.uploads());
        needed.addAll(accepted.uploads());
        needed.addAll(pendingContexts.uploads());
        return needed;
    }

    /** The releases that are accepted or can be gone back to. */
    private List<Release> releases(ProjectName project) {
        return Stream.concat(
                        accepted.state(project).applications().stream(),
                        earlier.all(project).stream()
                                .map(StoredRelease::application)
                                .distinct()
                                .flatMap(name -> earlier.of(project, name).stream())
                                .map(EarlierRelease::application))
                .map(DesiredApplication::release)
                .toList();
    }

    /** Forgets a project that is gone; its deployments stay as history, its secrets go. */
    public void forget(ProjectName project) {
        database.write(session -> {
            session.run("DELETE FROM revision WHERE project = ?", project);
            session.run("DELETE FROM accepted WHERE project = ?", project);
            session.run("DELETE FROM earlier WHERE project = ?", project);
            session.run("DELETE FROM wish WHERE project = ?", project);
            session.run("DELETE FROM secret WHERE project = ?", project);
            session.run("DELETE FROM pending_context WHERE project = ?", project);
            session.run("DELETE FROM ended_log WHERE project = ?", project);
            return session.run("DELETE FROM generation WHERE project = ?", project);
        });
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            directory.close();
        }
    }
}
