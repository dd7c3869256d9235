package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As it stands in {@code /proc} of a machine with numbers in little-endian order. */
final class ProxyConnectionsTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    private Path proc;

    private void process(String cgroup, String tcp, String tcp6) throws IOException {
        Path net = Files.createDirectories(proc.resolve("42/net"));
        Files.writeString(proc.resolve("42/cgroup"), cgroup);
        Files.writeString(net.resolve("tcp"), HEAD + tcp);
        Files.writeString(net.resolve("tcp6"), HEAD + tcp6);
    }

    private OptionalInt count() {
        return new ProxyConnections(proc).count("78d96a7e", 42, "10.201.3.130");
    }

    @Test
    void onlyEstablishedOnesToTheAddressCount() throws IOException {
        process(
                "0::/docker/78d96a7e\n",
                """
                   0: 0203C90A:A1F2 8203C90A:1F40 01 00000000:00000000 00:00000000 00000000     0        0 1 1
                   1: 0203C90A:A1F4 8203C90A:1F40 06 00000000:00000000 00:00000000 00000000     0        0 2 1
                   2: 0203C90A:A1F6 8303C90A:1F40 01 00000000:00000000 00:00000000 00000000     0        0 3 1
                   3: 8203C90A:1F40 0203C90A:A1F6 01 00000000:00000000 00:00000000 00000000     0        0 4 1
                """,
                "   0: 0000000000000000FFFF00000203C90A:A1F8 0000000000000000FFFF00008203C90A:1F40 01 0:0 0:0 0 0 0 5 1\n");
        assertEquals(OptionalInt.of(2), count());
    }

    @Test
    void aProcessOfAnotherContainerSaysNothing() throws IOException {
        process("0::/docker/another\n", "", "");
        assertEquals(OptionalInt.empty(), count());
    }

    @Test
    void aProcessThatIsNotThereSaysNothing() {
        assertEquals(OptionalInt.empty(), count());
    }
}
