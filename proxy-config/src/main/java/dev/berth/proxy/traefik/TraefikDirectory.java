package dev.berth.proxy.traefik;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.proxy.file.AtomicFile;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.Route;
import dev.berth.proxy.route.RouteName;
import dev.berth.proxy.traefik.DynamicConfiguration.Certificate;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The directory that Traefik watches: one file an owner, {@code OWNER.yml}, and Berth's own, whose names no owner can
 * have: {@code _berth.yml}, {@code _acme.yml} and {@code _certificates.yml}. Files are read once, when it is opened; from
 * then on each is written whole from what is held here, never from what stands there, so that a change made by hand is
 * written over and a file of somebody else's is never touched. Safe for several threads.
 *
 * <p>Every write is validated first, is atomic, and happens only when the content differs: each event in the directory
 * makes Traefik read all of it again. Nothing held here changes when a write fails.
 */
public final class TraefikDirectory {

    private static final String SUFFIX = ".yml";
    private static final String OWN = "_berth";
    private static final String CHALLENGES = "_acme";
    private static final String CERTIFICATES = "_certificates";

    private final Path directory;
    private final Path temporary;
    private final SortedMap<String, PublishedOwner> owners = new TreeMap<>();
    private final SortedMap<String, UnreadableFile> unreadable = new TreeMap<>();
    private List<Certificate> certificates = List.of();
    /** Of those, the ones that were looked at before they were written, which takes a signature each. */
    private Set<Certificate> checked = Set.of();

    private Optional<ApiAccess> api = Optional.empty();
    /** Whether the certificates that are published have one for clients that name no host. */
    private boolean nameless;

    private TraefikDirectory(Path directory, Path temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    /**
     * Opens the directory, makes both when they are missing (mode 0700), and clears what a crash has left behind.
     *
     * @param directory what Traefik watches
     * @param temporary beside it on the same file system, used by nobody else
     */
    public static TraefikDirectory open(Path directory, Path temporary) {
        TraefikDirectory opened = new TraefikDirectory(directory, temporary);
        opened.make(directory);
        opened.make(temporary);
        opened.files(temporary, ".tmp")
                .forEach(leftover -> AtomicFile.of(leftover, temporary).delete());
        opened.files(directory, "").forEach(opened::load);
        return opened;
    }

    /** The owners that have a readable file. */
    public synchronized SortedSet<String> owners() {
        return new TreeSet<>(owners.keySet());
    }

    /** What the owner has published; empty when it has nothing or its file could not be read: see {@link #unreadable}. */
    public synchronized Optional<PublishedOwner> published(String owner) {
        return Optional.ofNullable(owners.get(owner));
    }

    /** The files that were there when the directory was opened and are not understood, until they are replaced. */
    public synchronized List<UnreadableFile> unreadable() {
        return List.copyOf(unreadable.values());
    }

    /**
     * Gives each of these applications exactly these routes; none takes the application out. The owner's other
     * applications keep theirs.
     *
     * @return whether the file was written: false when nothing differs
     * @throws TraefikFailure {@code UNREADABLE} when the owner's file was not understood: use {@link #replace};
     *     {@code FOREIGN} when somebody else's file stands in its place; {@code CONFLICT} when another owner has one of
     *     the addresses
     * @throws FileFailure when the file system refuses
     */
    public synchronized boolean publish(String owner, Map<String, ? extends Collection<Route>> changed) {
        UnreadableFile broken = unreadable.get(owner);
        if (broken != null && !broken.foreign()) {
            throw new TraefikFailure(
                    TraefikFailure.Kind.UNREADABLE,
                    "cannot change a part of " + broken + "; write it whole from what is known");
        }
        return write(changed(owners.getOrDefault(owner, PublishedOwner.none(owner)), changed));
    }

    /** Gives the owner exactly these applications with these routes, whatever it had. */
    public synchronized boolean replace(String owner, Map<String, ? extends Collection<Route>> all) {
        return write(changed(PublishedOwner.none(owner), all));
    }

    /**
     * Takes away everything of the owner.
     *
     * @return whether there was a file
     */
    public synchronized boolean remove(String owner) {
        return write(PublishedOwner.none(RouteName.requireName(owner)));
    }

    /**
     * Publishes the access to Traefik's API, and how TLS is spoken.
     *
     * @return whether the file was written
     */
    public synchronized boolean publish(ApiAccess access) {
        api = Optional.of(access);
        return own(access, nameless);
    }

    private boolean own(ApiAccess access, boolean opened) {
        return write(OWN, new DynamicConfiguration(access.configuration().http(), null, TlsDefaults.tls(opened)));
    }

    /**
     * Leads the questions of authorities to where they are answered, and nowhere else.
     *
     * @return whether the file was written
     */
    public synchronized boolean publish(ChallengeAccess access) {
        return write(CHALLENGES, access.configuration());
    }

    /**
     * Serves exactly these certificates, and refuses clients that name no host, see {@link #publish(List, Optional)}.
     */
    public synchronized boolean publish(List<Certificate> all) {
        return publish(all, Optional.empty());
    }

    /**
     * Serves exactly these certificates. Of those that fit a name the most exact one is shown; a certificate is served
     * whether or not a route uses it.
     *
     * @param forNameless what clients are shown that name no host in their handshake, one of all; empty: they are refused
     * @return whether the file was written
     * @throws IllegalArgumentException when one of them cannot be served, see {@link CertificateCheck}, or two are for
     *     the same names; then those of before stay
     */
    public synchronized boolean publish(List<Certificate> all, Optional<Certificate> forNameless) {
        CertificateCheck.fault(all, checked).ifPresent(fault -> {
            throw new IllegalArgumentException("this certificate cannot be served: " + fault);
        });
        boolean opened = forNameless.isPresent();
        // In this order there is never a moment at which Traefik would show one that it made itself.
        boolean options = !opened && options(false);
        boolean written = write(
                CERTIFICATES,
                forNameless
                        .map(shown -> NamelessHandshakes.shown(shown, all))
                        .orElseGet(() -> DynamicConfiguration.of(all)));
        unreadable.remove(CERTIFICATES);
        certificates = List.copyOf(all);
        checked = Set.copyOf(all);
        return opened && options(true) || options || written;
    }

    private boolean options(boolean opened) {
        boolean written = api.isPresent() && own(api.get(), opened);
        nameless = opened;
        return written;
    }

    /** Those that are published; none when their file could not be read: see {@link #unreadable}. */
    public synchronized List<Certificate> certificates() {
        return certificates;
    }

    /** Whether the owner's file holds exactly what was published, and nothing when nothing was. */
    public synchronized boolean isIntact(String owner) {
        byte[] wanted = bytes(owners.getOrDefault(owner, PublishedOwner.none(RouteName.requireName(owner))));
        return Arrays.equals(file(owner).read().orElse(new byte[0]), wanted);
    }

    private boolean write(PublishedOwner owner) {
        requireFree(owner);
        boolean written = write(owner.owner(), owner.configuration());
        unreadable.remove(owner.owner());
        if (owner.configuration().isEmpty()) {
            owners.remove(owner.owner());
        } else {
            owners.put(owner.owner(), owner);
        }
        return written;
    }

    /** What says nothing has no file. */
    private boolean write(String name, DynamicConfiguration configuration) {
        AtomicFile file = file(requireOurs(name));
        byte[] content = DynamicConfigurationYaml.render(configuration).getBytes(UTF_8);
        return content.length == 0 ? file.delete() : file.write(content);
    }

    /** Of two routers with the same rule Traefik would take one at random. */
    private void requireFree(PublishedOwner wanted) {
        Map<String, String> rules = new HashMap<>();
        wanted.configuration()
                .routers()
                .forEach((name, router) -> rules.put(router.entryPoints() + router.rule(), name));
        owners.values().stream()
                .filter(other -> !other.owner().equals(wanted.owner()))
                .flatMap(other -> other.configuration().routers().entrySet().stream())
                .filter(theirs -> rules.containsKey(
                        theirs.getValue().entryPoints() + theirs.getValue().rule()))
                .findFirst()
                .ifPresent(theirs -> {
                    throw new TraefikFailure(
                            TraefikFailure.Kind.CONFLICT,
                            "requests for " + theirs.getValue().rule() + " are led elsewhere already, by the route "
                                    + theirs.getKey() + "; choose another host or path, or take it from there first");
                });
    }

    private String requireOurs(String name) {
        Optional<String> foreign =
                file(name).read().map(bytes -> new String(bytes, UTF_8)).filter(text -> !isOurs(text));
        if (foreign.isPresent()) {
            throw new TraefikFailure(
                    TraefikFailure.Kind.FOREIGN,
                    directory.resolve(name + SUFFIX)
                            + " was not written by Berth; move it away, or give it another name");
        }
        return name;
    }

    private void load(Path path) {
        String file = path.getFileName().toString();
        String name = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
        String text = new String(AtomicFile.of(path, temporary).read().orElse(new byte[0]), UTF_8);
        if (!isOurs(text) || !file.endsWith(SUFFIX)) {
            unreadable.put(name, new UnreadableFile(path, true, "was not written by Berth"));
            return;
        }
        if (name.equals(OWN) || text.isEmpty()) {
            return;
        }
        try {
            DynamicConfiguration configuration = DynamicConfigurationYaml.parse(text);
            if (name.equals(CERTIFICATES)) {
                certificates = configuration.certificates();
                nameless = configuration.servesNameless();
            } else if (name.equals(CHALLENGES)) {
                // A crash may have cut a challenge short: its handshakes go their usual way again.
                write(CHALLENGES, DynamicConfiguration.of(configuration.http()));
            } else {
                owners.put(name, PublishedOwner.of(name, configuration));
            }
        } catch (IllegalArgumentException e) {
            unreadable.put(name, new UnreadableFile(path, false, e.getMessage()));
        }
    }

    private static PublishedOwner changed(PublishedOwner before, Map<String, ? extends Collection<Route>> changed) {
        PublishedOwner after = before;
        for (String application : new TreeSet<>(changed.keySet())) {
            Collection<Route> routes = changed.get(application);
            for (Route route : routes) {
                if (!route.name().owner().equals(before.owner())
                        || !route.name().application().equals(application)) {
                    throw new IllegalArgumentException(
                            "route " + route.name() + " is not one of " + before.owner() + "/" + application);
                }
            }
            after = after.with(RouteName.requireName(application), PublishedApplication.of(routes));
        }
        return after;
    }

    /** An empty file says nothing to Traefik and is nobody's. */
    private static boolean isOurs(String text) {
        return text.isEmpty() || text.startsWith(DynamicConfigurationYaml.HEADER);
    }

    private static byte[] bytes(PublishedOwner owner) {
        return DynamicConfigurationYaml.render(owner.configuration()).getBytes(UTF_8);
    }

    private AtomicFile file(String name) {
        return AtomicFile.of(directory.resolve(name + SUFFIX), temporary);
    }

    private void make(Path missing) {
        try {
            Files.createDirectories(
                    missing, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw FileFailure.of("make directory", missing, e);
        }
    }

    private List<Path> files(Path of, String suffix) {
        SortedSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                of, entry -> Files.isRegularFile(entry) && entry.toString().endsWith(suffix))) {
            entries.forEach(files::add);
        } catch (IOException e) {
            throw FileFailure.of("list", of, e);
        }
        return List.copyOf(files);
    }
}
