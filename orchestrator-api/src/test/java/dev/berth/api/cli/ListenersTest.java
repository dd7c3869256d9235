package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

    private static int stranger(String host, int owner, String... sockets) {
        List<String> lines = new java.util.ArrayList<>(List.of(HEAD));
        for (String socket : sockets) {
            String[] words = socket.split(" ");
            lines.add("   0: " + words[0] + " 00000000:0000 " + words[1] + " 00000000:00000000 00:00000000 00000000  "
                    + words[2] + "        0 4711 1 0000000000000000 100 0 0 10 0");
        }
        try {
            return new Listeners(lines).stranger(InetAddress.getByName(host), 7070, owner);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anotherUserOnTheDaemonsPortIsAStranger() {
        assertEquals(1000, stranger("127.0.0.1", 0, "0100007F:1B9E 0A 1000"));
        assertEquals(1000, stranger("127.0.0.1", 0, "00000000:1B9E 0A 1000"));
        assertEquals(1000, stranger("127.0.0.1", 0, "0000000000000000FFFF00000100007F:1B9E 0A 1000"));
        assertEquals(1000, stranger("::1", 0, "00000000000000000000000001000000:1B9E 0A 1000"));
    }

    @Test
    void theOwnerAndRootAreNot() {
        assertEquals(-1, stranger("127.0.0.1", 1000, "0100007F:1B9E 0A 1000"));
        assertEquals(-1, stranger("127.0.0.1", 1000, "0100007F:1B9E 0A 0"));
    }

    @Test
    void whatIsAtAnotherPortOrAddressOrOnlyConnectedDoesNotCount() {
        assertEquals(-1, stranger("127.0.0.1", 0, "0100007F:1B9F 0A 1000"));
        assertEquals(-1, stranger("127.0.0.1", 0, "0200007F:1B9E 0A 1000"));
        assertEquals(-1, stranger("127.0.0.1", 0, "0100007F:1B9E 01 1000"));
        assertEquals(-1, stranger("127.0.0.1", 0));
    }
}
