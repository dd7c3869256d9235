package dev.berth.proxy.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the files of a store are called. */
final class StoredName {
    static final String NAME = ".certificate";
    static final String ACCOUNT = ".account";
    static final String LEDGER = "orders.ledger";
    static final String RECORDS = "dns.records";

    /** Longer names of hosts are cut, so that the whole name of a file has less than 255 characters. */
    private static final int READABLE = 180;

    private StoredName() {}

    /** Of characters that no host name has, only {@code _} comes in, for the star of a wildcard. */
    static String of(HostName name) {
        String text = name.text().replace('*', '_');
        return (text.length() <= READABLE ? text : text.substring(0, READABLE) + "_" + hash(text)) + NAME;
    }

    static String of(URI authority) {
        return hash(authority.toString()) + ACCOUNT;
    }

    private static String hash(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(whole, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
