package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What README.md tells a user to type. */
@Order(1)
class TryoutIT {
    @Test
    @Timeout(1500)
    void quickstartAndTheCommandsOfTheReadmeDoWhatTheySay() throws Exception {
        Docker.Answer tried = Docker.Programs.run(
                List.of("/usr/bin/env", "BERTH_TEST_DOCKER_HOST=" + Docker.HOST, "../testbed/tryout"), 1490);
        Files.writeString(Path.of("target", "tryout.log"), tried.text() + "\n");
        assertEquals(0, tried.code(), tried.text());
    }
}
