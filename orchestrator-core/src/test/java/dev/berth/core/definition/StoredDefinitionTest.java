package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.problem.ProblemText;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoredDefinitionTest {
    private static final ApplicationName WEB = ApplicationName.of("web");

    @Test
    void aPostedApplicationMakesANewProject() {
        PostedApplication posted = PostedApplication.read(
                "body",
                "{\"name\": \"web\", \"image\": \"nginx\", \"env\": {\"A\": \"pa$$word\"}, \"volumes\": [\"data:/data\"]}");
        StoredDefinition.Revised revised =
                StoredDefinition.empty(ProjectName.of("shop")).with(WEB, posted, Surroundings.NONE);
        assertEquals(Optional.of(WEB), posted.name());
        assertEquals(
                """
                project: shop
                applications:
                  web:
                    image: nginx
                    env:
                      A: "pa$$word"
                    volumes:
                      - "data:/data"
                """,
                revised.text());
        assertEquals("[]", revised.reading().problems().toString());
        assertEquals(ProjectReader.read("f", revised.text(), Surroundings.NONE), revised.reading());
    }

    @Test
    void aPostedApplicationReplacesItsNamesakeAndLeavesTheOthers() {
        StoredDefinition stored = StoredDefinition.of(
                "f", "project: shop\napplications:\n  redis: {image: redis:7}\n  web: {image: old, port: 1}\n");
        assertEquals(
                """
                project: shop
                applications:
                  redis:
                    image: "redis:7"
                  web:
                    image: new
                """,
                stored.with(WEB, PostedApplication.read("body", "image: new"), Surroundings.NONE)
                        .text());
        assertEquals(
                """
                project: shop
                applications:
                  redis:
                    image: "redis:7"
                """,
                stored.without(WEB, Surroundings.NONE).text());
    }

    @Test
    void aMistakeInAPostedBodyIsShownInThatBody() {
        String body = "{\"name\": \"web\",\n \"image\": \"nginx\",\n \"port\": \"x\"}";
        StoredDefinition.Revised revised = StoredDefinition.of(
                        "f", "project: shop\napplications: {redis: {image: redis}}")
                .with(WEB, PostedApplication.read("body", body), Surroundings.NONE);
        assertEquals(
                """
                body:3:10: port must be a whole number from 1 to 65535, not "x"
                  3 |  "port": "x"}
                    |          ^^^
                  fix: write the port that the application listens on, such as  port: 3000
                """,
                ProblemText.of("body", body).render(revised.reading().problems()));
        assertEquals(
                "applications.web.port", revised.reading().problems().get(0).path());
    }

    @Test
    void aPostedNameFollowsTheRulesOfNames() {
        assertEquals(
                List.of(
                        "an application name is 1 to 20 lower-case letters, digits and hyphens and begins with a letter,"
                                + " not \"\"",
                        "\"proxy\" is reserved for Berth's own proxy",
                        "an application name is 1 to 20 lower-case letters, digits and hyphens and begins with a letter,"
                                + " not \"" + "a".repeat(57) + "…\""),
                Stream.of("null", "\"proxy\"", "\"" + "a".repeat(1_000) + "\"")
                        .map(name -> PostedApplication.read("body", "{\"name\": " + name + ", \"image\": \"x\"}"))
                        .map(posted -> posted.problems().get(0).what())
                        .toList());
    }

    @Test
    void whatCannotBeReadAtAllChangesNothing() {
        StoredDefinition stored = StoredDefinition.of("f", "project: shop\napplications: {redis: {image: redis}}");
        StoredDefinition.Revised revised =
                stored.with(WEB, PostedApplication.read("body", "{\"name\": "), Surroundings.NONE);
        assertEquals(
                "body:1:10: the text ends here, but a bracket is still open\n  1 | {\"name\": \n    |          ^\n  fix: close it\n",
                ProblemText.of("body", "{\"name\": ").render(revised.reading().problems()));
        assertEquals(Optional.empty(), revised.reading().project());
    }

    @Test
    void theLastApplicationCanBeTakenOut() {
        StoredDefinition stored = StoredDefinition.of("f", "project: shop\napplications: {web: {image: nginx}}");
        StoredDefinition.Revised revised = stored.without(WEB, Surroundings.NONE);
        assertEquals("project: shop\napplications: {}\n", revised.text());
        assertEquals(
                "[]", revised.reading().project().orElseThrow().applications().toString());
    }
}
