package dev.berth.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.time.ManualTimekeeper;
import dev.berth.proxy.certificate.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSealTest {
    private static final byte[] PLAIN = "a private key".getBytes(UTF_8);

    private final ManualTimekeeper time = new ManualTimekeeper();

    @TempDir
    Path directory;

    private Seal seal() {
        return seal(directory.resolve("data"));
    }

    private Seal seal(Path data) {
        try (Store store = Store.open(data, time::now)) {
            return store.seal();
        }
    }

    private static Optional<String> text(Optional<byte[]> opened) {
        return opened.map(bytes -> new String(bytes, UTF_8));
    }

    @Test
    void aFileOpensAtTheNextStartAsWhatItIsAndAsNothingElse() {
        byte[] sealed = seal().seal("shop", PLAIN);
        assertFalse(new String(sealed, UTF_8).contains("private"));
        assertEquals(Optional.of("a private key"), text(seal().open("shop", sealed)));
        assertEquals(Optional.empty(), seal().open("bank", sealed));
        assertFalse(Arrays.equals(sealed, seal().seal("shop", PLAIN)));
    }

    @Test
    void whereverAByteIsChangedOrMissingItDoesNotOpen() {
        byte[] sealed = seal().seal("shop", PLAIN);
        Seal seal = seal();
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertEquals(Optional.empty(), seal.open("shop", changed), "byte " + i);
            assertEquals(Optional.empty(), seal.open("shop", Arrays.copyOf(sealed, i)), "the first " + i);
        }
    }

    @Test
    void whatAnotherKeySealedIsSaidToBeThat() throws IOException {
        byte[] sealed = seal().seal("certificates/shop", PLAIN);
        Path data = directory.resolve("data");
        Files.copy(secret(directory.resolve("other")), data.resolve("moved"));
        Files.move(data.resolve("moved"), data.resolve("secret.key"), StandardCopyOption.REPLACE_EXISTING);
        StoreException other = assertThrows(StoreException.class, () -> seal().open("certificates/shop", sealed));
        assertEquals(
                "KEY certificates/shop in the data directory was sealed with another key than "
                        + data.resolve("secret.key")
                        + "; restore both from the same backup, or move what that key sealed away",
                other.kind() + " " + other.getMessage());
    }

    private Path secret(Path data) {
        seal(data);
        return data.resolve("secret.key");
    }
}
