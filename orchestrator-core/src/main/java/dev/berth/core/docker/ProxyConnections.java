package dev.berth.core.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Counts the connections of a container's process as the kernel lists them (proc(5), {@code /proc/PID/net/tcp}). Traefik
 * itself tells no count.
 */
final class ProxyConnections {
    private static final String ESTABLISHED = "01";

    private final Path proc;

    /** @param proc {@code /proc} */
    ProxyConnections(Path proc) {
        this.proc = proc;
    }

    /**
     * How many established ones lead to {@code address}; empty when the process cannot be looked into, as from inside a
     * container, where its number means another one.
     */
    OptionalInt count(String containerId, long pid, String address) {
        Path process = proc.resolve(Long.toString(pid));
        try {
            if (!text(process.resolve("cgroup")).contains(containerId)) {
                return OptionalInt.empty();
            }
            InetAddress remote = InetAddress.getByName(address);
            int count = 0;
            for (String table : List.of("tcp", "tcp6")) {
                Path file = process.resolve("net").resolve(table);
                count += Files.exists(file) ? count(text(file), remote) : 0;
            }
            return OptionalInt.of(count);
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    private static int count(String table, InetAddress remote) throws IOException {
        int count = 0;
        for (String line : table.lines().skip(1).toList()) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > 3
                    && fields[3].equals(ESTABLISHED)
                    && address(fields[2]).equals(remote)) {
                count++;
            }
        }
        return count;
    }

    /** The kernel prints each 32 bits of an address as a number of this machine's byte order. */
    private static InetAddress address(String hexAndPort) throws IOException {
        String hex = hexAndPort.substring(0, hexAndPort.indexOf(':'));
        ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
        for (int i = 0; i < hex.length(); i += 8) {
            bytes.putInt(Integer.parseUnsignedInt(hex.substring(i, i + 8), 16));
        }
        return InetAddress.getByAddress(bytes.array());
    }
}
