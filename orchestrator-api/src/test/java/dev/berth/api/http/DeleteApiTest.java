package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.project.ProjectName;
import org.junit.jupiter.api.Test;

/** The volumes that a deleted project left can be deleted too. */
class DeleteApiTest extends ApiCase {
    private static final String ONE =
            """
            project: shop
            applications:
              web: {image: "web:1", volumes: ["data:/data"]}
            """;

    private String deleted(String query) {
        return server.say("DELETE", SHOP + query).lines().findFirst().orElseThrow();
    }

    @Test
    void theVolumesThatWereKeptGoWhenTheyAreAskedForAndOnce() {
        server.deploy("shop", ONE);
        assertEquals("202", deleted(""));
        server.get(API + "/deployments/2/events");
        assertTrue(server.say("GET", SHOP + "?preview=delete").startsWith("404"));
        assertEquals(
                """
                200
                content-type: application/json
                {"project":"shop","applications":[],"volumes":["shop_data"],"volumes_go":true}
                """,
                server.say("GET", SHOP + "?preview=delete&volumes=true"));
        assertEquals("404", deleted(""));
        assertEquals("202", deleted("?volumes=true"));
        server.get(API + "/deployments/3/events");
        assertEquals(
                "[]", server.engine.observe(ProjectName.of("shop")).volumes().toString());
        assertEquals("404", deleted("?volumes=true"));
        assertTrue(server.say("GET", SHOP + "?preview=delete&volumes=true").startsWith("404"));
    }
}
