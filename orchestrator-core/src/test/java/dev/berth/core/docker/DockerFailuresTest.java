package dev.berth.core.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.EngineException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DockerFailuresTest {
    private static final URI HOST = URI.create("unix:///var/run/docker.sock");

    @Test
    void aTakenPortIsNamed() {
        assertSays(
                "PORT_TAKEN: cannot start container shop-web: Docker says: driver failed programming external connectivity"
                        + " on endpoint shop-web (9b): Bind for 127.0.0.1:8080 failed: port is already allocated; free"
                        + " port 8080 on this host or publish another one",
                DockerFailures.refused(
                        "start container shop-web",
                        500,
                        "driver failed programming external connectivity on endpoint shop-web (9b): Bind for"
                                + " 127.0.0.1:8080 failed: port is already allocated"));
    }

    @Test
    void everyWayInWhichEnginesSayThatAPortIsTakenIsUnderstood() {
        assertPort(8080, "Error starting userland proxy: listen tcp4 127.0.0.1:8080: bind: address already in use");
        assertPort(80, "Error starting userland proxy: listen tcp6 [::]:80: bind: address already in use");
        assertPort(
                47113,
                "failed to set up container networking: driver failed programming external connectivity on endpoint x"
                        + " (9b): Bind for :::47113 failed: port is already allocated");
        assertPort(8080, "failed to bind host port for 127.0.0.1:8080:172.18.0.3:80/tcp: address already in use");
        assertPort(8080, "failed to bind host port 127.0.0.1:8080/tcp: address already in use");
    }

    @Test
    void anAddressOfANetworkIsNoPort() {
        assertSays(
                "REFUSED: cannot start container x: Docker says: Address already in use",
                DockerFailures.refused("start container x", 403, "Address already in use"));
    }

    @Test
    void aFullDiskIsTold() {
        assertSays(
                "DISK_FULL: cannot create container x: Docker says: mkdir /var/lib/docker/overlay2/9b: no space left on"
                        + " device; make room where Docker keeps its data, for example with docker image prune",
                DockerFailures.refused(
                        "create container x", 500, "mkdir /var/lib/docker/overlay2/9b: no space left on device"));
    }

    @Test
    void aMissingImageAndAMissingContainerAreTwoThings() {
        assertEquals(
                EngineException.Kind.IMAGE_UNAVAILABLE,
                DockerFailures.refused("create container x", 404, "No such image: redis:7")
                        .kind());
        assertSays(
                "NOT_FOUND: cannot stop container x: Docker says: No such container: x",
                DockerFailures.refused("stop container x", 404, "No such container: x"));
    }

    @Test
    void anEngineThatIsAwayIsToldWithTheRemedy() {
        assertSays(
                "UNREACHABLE: cannot list the networks: cannot reach Docker at unix:///var/run/docker.sock: Connection"
                        + " refused; start it with systemctl start docker (or service docker start), and look at its log",
                DockerFailures.unreachable(
                        HOST, "list the networks", new RuntimeException(new IOException("Connection refused"))));
        assertSays(
                "UNREACHABLE: cannot list the networks: cannot reach Docker at unix:///var/run/docker.sock: Permission"
                        + " denied; run Berth as a user who may open it, such as root",
                DockerFailures.unreachable(HOST, "list the networks", new IOException("Permission denied")));
    }

    @Test
    void anEngineThatHangsIsToldWithTheTime() {
        assertSays(
                "TIMED_OUT: cannot list the networks: Docker at unix:///var/run/docker.sock gave no answer within 30 s;"
                        + " see whether docker ps answers, and restart the engine if it does not",
                DockerFailures.timedOut(HOST, "list the networks", Duration.ofSeconds(30)));
    }

    @Test
    void aPortThatNoContainerHasIsHeldByAProgramOrByAnEngineThatWasKilled() {
        assertEquals(
                "but a program of this host; see ss -ltnp",
                DockerFailures.otherHolder("listen tcp4 0.0.0.0:80: bind: address already in use"));
        assertEquals(
                "the engine holds it since it was killed while it started one: restart the engine",
                DockerFailures.otherHolder("Bind for 0.0.0.0:13999 failed: port is already allocated"));
    }

    @Test
    void somebodyElsesThingIsNamedWithItsOwner() {
        assertSays(
                "FOREIGN: there is already a volume shop_data, made by no Berth at all; it is left alone: rename or"
                        + " remove it, or choose another project name",
                DockerFailures.foreign("volume", "shop_data", "no Berth at all"));
    }

    private static void assertPort(int port, String words) {
        EngineException failure = DockerFailures.refused("start container x", 500, words);
        assertEquals(EngineException.Kind.PORT_TAKEN, failure.kind());
        assertEquals(port, DockerFailures.hostPort(words).orElseThrow(), words);
    }

    private static void assertSays(String expected, EngineException failure) {
        assertEquals(expected, failure.kind() + ": " + failure.getMessage());
    }

    @Test
    void whatAnEngineLeftThatEndedDuringAStartIsKnown() {
        String cannot = "cannot start container shop-redis-1: Docker says: ";
        assertTrue(DockerFailures.isLeftOver(cannot + "task 49de06fed61f8f9e: already exists"));
        assertTrue(DockerFailures.isLeftOver(cannot + "endpoint with name shop already exists in network shop"));
        assertTrue(DockerFailures.isLeftOver(cannot + "network " + "c8".repeat(32) + " not found"));
        assertFalse(DockerFailures.isLeftOver(cannot + "no such task: already exited"));
    }
}
