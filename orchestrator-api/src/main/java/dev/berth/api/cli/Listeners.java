package dev.berth.api.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who listens on this machine, as the kernel says (proc(5), {@code /proc/net/tcp}): while the daemon is down, anybody here
 * can listen on its port and wait for a token.
 */
final class Listeners {
    private static final String LISTENING = "0A";
    private static final String MAPPED = "0000000000000000FFFF0000";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int USER = 7;

    private final List<String> lines;

    /** @param lines of both tables */
    Listeners(List<String> lines) {
        this.lines = lines;
    }

    /** None where the kernel does not say. */
    static Listeners ofThisMachine() {
        List<String> lines = new ArrayList<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            try {
                lines.addAll(Files.readAllLines(new File(table).toPath(), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                continue; // not Linux, or without IPv6
            }
        }
        return new Listeners(lines);
    }

    /** The user who listens there and is neither {@code owner} nor root; -1 for none. */
    int stranger(InetAddress address, int port, int owner) {
        String end = String.format(":%04X", port);
        String exact = hexadecimal(address.getAddress());
        for (String line : lines) {
            String[] words = line.trim().split(" +");
            if (words.length <= USER || !words[STATE].equals(LISTENING) || !words[ADDRESS].endsWith(end)) {
                continue;
            }
            String at = words[ADDRESS].substring(0, words[ADDRESS].length() - end.length());
            boolean there = at.equals(exact)
                    || at.equals(MAPPED + exact)
                    || at.replace("0", "").isEmpty();
            int user = Arguments.isNumber(words[USER], 0) ? Integer.parseInt(words[USER]) : 0;
            if (there && user != 0 && user != owner) {
                return user;
            }
        }
        return -1;
    }

    /** As the table writes it: each four bytes the other way round. */
    private static String hexadecimal(byte[] address) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < address.length; word += 4) {
            for (int i = 3; i >= 0; i--) {
                text.append(String.format("%02X", address[word + i]));
            }
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }
}
