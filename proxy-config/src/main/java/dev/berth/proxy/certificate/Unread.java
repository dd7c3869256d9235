package dev.berth.proxy.certificate;

import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What lies in a store and cannot be read at the moment, each with the reason. Nothing is known of it, so that nothing
 * may be done that it could forbid, and nothing put in its place. Immutable.
 *
 * @param directory why nothing at all can be read; empty when something can
 * @param files single ones, by what they are called
 */
public record Unread(Optional<FileFailure> directory, SortedMap<String, FileFailure> files) {
    public static final Unread NOTHING = new Unread(Optional.empty(), new TreeMap<>());

    public Unread {
        files = new TreeMap<>(files);
    }

    static Unread everything(FileFailure why) {
        return new Unread(Optional.of(why), new TreeMap<>());
    }

    static Unread only(Map<String, FileFailure> files) {
        return new Unread(Optional.empty(), new TreeMap<>(files));
    }

    public boolean isEmpty() {
        return directory.isEmpty() && files.isEmpty();
    }

    /** Why what is kept of a name cannot be read; empty when it can, and when nothing is kept. */
    public Optional<FileFailure> of(HostName name) {
        return of(StoredName.of(name));
    }

    /** Why the ledger of orders cannot be read; empty when it can. */
    public Optional<FileFailure> ledger() {
        return of(StoredName.LEDGER);
    }

    Optional<FileFailure> of(String file) {
        return directory.or(() -> Optional.ofNullable(files.get(file)));
    }

    /** All of it, for people: what it keeps from being done, and why. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        directory.ifPresent(
                why -> lines.add("no certificate is looked after until they can be read; those that the proxy"
                        + " has are served on: " + why.getMessage()));
        files.forEach((file, why) -> lines.add(kept(file) + why.getMessage()));
        return lines;
    }

    private static String kept(String file) {
        if (file.equals(StoredName.LEDGER)) {
            return "no certificate is ordered until the ledger of orders can be read: ";
        }
        return file.endsWith(StoredName.NAME)
                ? "nothing is asked for a name of which it cannot be read what is kept: "
                : "";
    }
}
