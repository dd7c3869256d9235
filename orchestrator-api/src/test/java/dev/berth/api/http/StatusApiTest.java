package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.engine.Script;
import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the status of a project says of what is not well. */
class StatusApiTest extends ApiCase {
    private static final String PAIR =
            """
            project: shop
            applications:
              db: {image: "db:1", restart: "no"}
              web: {image: "web:1", restart: "no", env: {P: "${{secret.P}}"}}
            """;

    private String status() {
        return server.say("GET", SHOP, "", "Accept", "text/plain").replace("-HEX", "");
    }

    private ObservedInstance instance(String application) {
        return server.engine.observe(ProjectName.of("shop")).instances().stream()
                .filter(i -> i.name().release().application().text().equals(application))
                .findFirst()
                .orElseThrow();
    }

    private void deploy() {
        server.say("PUT", SHOP + "/secrets/P", "pl4nted");
        server.engine.script(
                "web:1", new Script(0, OptionalInt.empty(), false, List.of("starting", "I know pl4nted, bye")));
        server.deploy("shop", PAIR);
    }

    @Test
    void whatEndedForGoodShowsItsExitCodeAndItsLastLines() {
        deploy();
        server.engine.end(instance("web").name(), 3);
        server.until(() -> status().contains("exited"));
        String status = status();
        assertTrue(
                status.endsWith(
                        """
                        web: shop-web-1 is exited (exit code 3); its last lines:
                            | starting
                            | I know (secret), bye
                        """),
                status);
        assertFalse(status.contains("db:"), status);
    }

    @Test
    void whileTheEngineIsAwayItsWordsStandThereOnce() {
        deploy();
        server.engine.end(instance("web").name(), 3);
        server.until(() -> status().contains("exited"));
        server.outage.begin();
        server.engine.end(instance("db").name(), 0);
        server.until(() -> status().contains("cannot reach"));
        String status = status();
        assertTrue(
                status.endsWith(
                        """

                        shop: cannot reach Docker at unix:///nowhere: connection refused

                        web: shop-web-1 is exited (exit code 3)
                        """),
                status);
        assertEquals(2, status.split("cannot reach", -1).length, status);
        String json = server.say("GET", WEB);
        assertTrue(
                json.contains("\"message\":\"cannot reach Docker at unix:///nowhere: connection refused; shop"), json);
        server.outage.end();
    }
}
