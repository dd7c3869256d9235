package dev.berth.proxy.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DerTest {
    @Test
    void whatIsNoDerIsNotReadAndWhatIsWrittenIsReadAgain() {
        for (int length : new int[] {0, 1, 127, 128, 255, 256, 5000}) {
            byte[] content = new byte[length];
            assertEquals(length, Der.read(Der.write(4, content), 4).orElseThrow().length);
        }
        assertEquals(Optional.empty(), Der.read(new byte[] {4, 5, 1}, 4));
        assertEquals(Optional.empty(), Der.read(new byte[] {4, (byte) 0x84, 1, 1, 1, 1}, 4));
        assertEquals(Optional.empty(), Der.read(Base64.getDecoder().decode("BAAA"), 5));
    }
}
