package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class ImageAddressTest {
    @Test
    void aReferenceHasTwoParts() {
        assertEquals(new ImageAddress("redis", "7"), ImageAddress.of("redis:7"));
        assertEquals(new ImageAddress("redis", "latest"), ImageAddress.of("redis"));
        assertEquals(new ImageAddress("localhost:5000/a/b", "latest"), ImageAddress.of("localhost:5000/a/b"));
        assertEquals(new ImageAddress("localhost:5000/a/b", "1"), ImageAddress.of("localhost:5000/a/b:1"));
        assertEquals(new ImageAddress("a/b", "sha256:9b"), ImageAddress.of("a/b:1@sha256:9b"));
    }

    @Test
    void whatIsHereIsKnownUnderEverySpelling() {
        assertEquals(
                Set.of(
                        "busybox",
                        "busybox:latest",
                        "docker.io/busybox",
                        "docker.io/busybox:latest",
                        "docker.io/library/busybox",
                        "docker.io/library/busybox:latest",
                        "index.docker.io/library/busybox",
                        "index.docker.io/library/busybox:latest",
                        "library/busybox",
                        "library/busybox:latest"),
                ImageAddress.of("busybox:latest").spellings());
        assertEquals(Set.of("ghcr.io/a/b:1"), ImageAddress.of("ghcr.io/a/b:1").spellings());
    }
}
