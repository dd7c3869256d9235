package dev.berth.core.store;

import dev.berth.core.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whose the data directory is: its owner could put other files in the place of the keys and the store. */
final class DirectoryOwner {
    private static final int ROOT = 0;
    private static final String UID = "unix:uid";

    private DirectoryOwner() {}

    /** @throws StoreException when it is somebody else's, before anything of it is changed */
    static void require(Path directory) throws IOException {
        int owner = (Integer) Files.getAttribute(directory, UID);
        int self = (Integer) Files.getAttribute(Path.of("/proc/self"), UID);
        if (!mayUse(owner, self, Optional.ofNullable(System.getenv("SUDO_UID")))) {
            String user = self == ROOT ? "root" : System.getProperty("user.name");
            throw new StoreException(
                    Kind.REFUSED,
                    "the data directory " + directory + " belongs to "
                            + Files.getOwner(directory).getName() + ", and this daemon runs as " + user
                            + "; run it as its owner, or give it another one with --data-dir");
        }
    }

    /** @param invoker the user who became root for this, who can do as root whatever the owner can */
    static boolean mayUse(int owner, int self, Optional<String> invoker) {
        return owner == self || self == ROOT && invoker.equals(Optional.of(Integer.toString(owner)));
    }
}
