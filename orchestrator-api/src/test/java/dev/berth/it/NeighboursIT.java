package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Applications of one project reach each other by name; those of another project are not there at all. */
class NeighboursIT {
    private static final String PROJECT =
            """
            project: %s
            applications:
              redis:
                image: redis:7
                healthcheck: {command: [redis-cli, ping], interval: 1s}
              client:
                image: redis:7
                command: [sleep, infinity]
                depends_on: {redis: {condition: service_healthy}}
                healthcheck: {command: ["true"], interval: 1s}
            """;

    private static TestDaemon daemon;

    @BeforeAll
    static void twoProjectsWithTheSameApplicationNames() {
        daemon = TestDaemon.start("--proxy", "none");
        daemon.applied("left", PROJECT.formatted("left"));
        daemon.applied("right", PROJECT.formatted("right"));
    }

    @AfterAll
    static void takeAway() {
        daemon.close();
    }

    private static Docker.Answer inLeftClient(String... command) {
        String[] arguments = new String[command.length + 2];
        arguments[0] = "exec";
        arguments[1] = daemon.container("left", "client");
        System.arraycopy(command, 0, arguments, 2, command.length);
        return Docker.attempt(arguments);
    }

    private static String address(String project, String application) {
        return Docker.run(
                "inspect",
                "-f",
                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                daemon.container(project, application));
    }

    @Test
    void aSiblingIsReachedByItsName() {
        assertEquals(
                "PONG",
                inLeftClient("redis-cli", "-h", "redis", "-p", "6379", "PING").text());
    }

    @Test
    void theNameLeadsToTheProjectsOwnApplicationAndNoOther() {
        inLeftClient("redis-cli", "-h", "redis", "SET", "side", "left");
        String other =
                Docker.run("exec", daemon.container("right", "client"), "redis-cli", "-h", "redis", "GET", "side");
        assertEquals("", other);
        assertTrue(inLeftClient("getent", "hosts", "redis").text().startsWith(address("left", "redis")));
    }

    @Test
    void anAddressOfAnotherProjectDoesNotAnswer() {
        // While a network is made, the engine takes its own rule of isolation away and puts it back (moby,
        // EnsureJumpRule);
        // tests beside this one make networks all the time, so that one question alone may come through.
        String other = address("right", "redis");
        Eventually.holds(
                "an address of another project does not answer",
                Duration.ofSeconds(30),
                () -> inLeftClient("timeout", "3", "redis-cli", "-h", other, "PING")
                                .code()
                        != 0);
    }

    @Test
    void anotherProjectsInstanceHasNoNameHere() {
        assertNotEquals(
                0,
                inLeftClient("getent", "hosts", daemon.container("right", "redis"))
                        .code());
    }
}
