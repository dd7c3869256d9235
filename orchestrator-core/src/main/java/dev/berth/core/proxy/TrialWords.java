package dev.berth.core.proxy;

import dev.berth.core.route.Trial;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a request carries to try instances: known to the daemon, to Traefik and, once it is tried, to the instance itself, which
 * learns nothing by it about others. The same for the same instances, so that what is published can be compared.
 */
public final class TrialWords {
    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits. */
    private static final int DIGITS = 32;

    private final SecretKeySpec key;

    /** @param key that nobody else knows */
    public TrialWords(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String of(Trial trial) {
        String what = trial.instances().stream().map(Object::toString).collect(Collectors.joining("\n", "try\n", ""));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] code = mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(code).substring(0, DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
