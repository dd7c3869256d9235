package dev.berth.core.proxy;

import dev.berth.core.store.DataDirectory;
import dev.berth.proxy.traefik.ApiAccess;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The password of Traefik's API, kept from one start to the next so that nothing is reloaded because of it. */
public final class ApiPassword {
    private static final String FILE = "proxy.password";
    private static final int BYTES = 32;

    private ApiPassword() {}

    /** Reads the password from the data directory, or makes it at the first start. */
    public static ApiAccess in(DataDirectory directory, RandomGenerator random) {
        Optional<byte[]> present = directory.read(FILE);
        if (present.isPresent()) {
            return new ApiAccess(new String(present.get(), StandardCharsets.US_ASCII));
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        directory.write(FILE, password.getBytes(StandardCharsets.US_ASCII));
        return new ApiAccess(password);
    }
}
