package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest extends ApiCase {
    private JsonNode document() throws IOException {
        return new ObjectMapper().readTree(server.get("/openapi.json").body());
    }

    /** By the OpenAPI Initiative's own schema of OpenAPI 3.1 (2022-10-07). */
    @Test
    void theDescriptionIsOpenApi() throws IOException {
        try (InputStream schema = OpenApiTest.class.getResourceAsStream("openapi-3.1.schema.json")) {
            List<Error> errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema, InputFormat.JSON)
                    .validate(server.get("/openapi.json").body(), InputFormat.JSON);
            assertEquals(List.of(), errors);
        }
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() throws IOException {
        List<String> described = new ArrayList<>();
        document().path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        List<String> served = server.server.routes().stream()
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toList());
        assertEquals(new TreeSet<>(served), new TreeSet<>(described));
        assertEquals(served.size(), described.size());
    }

    /** What users may rely on; a line here changes only together with them. */
    @Test
    void theRoutesAreThese() {
        String routes = server.server.routes().stream()
                .map(route -> route.path() + " " + route.method() + " "
                        + route.access().name().toLowerCase(Locale.ROOT) + "\n")
                .sorted()
                .collect(Collectors.joining());
        assertEquals(
                """
                /api/v1/audit GET admin
                /api/v1/certificates GET read
                /api/v1/certificates/{name} DELETE admin
                /api/v1/certificates/{name} PUT admin
                /api/v1/certificates/{name}/renew POST deploy
                /api/v1/contexts/{digest} HEAD deploy
                /api/v1/contexts/{digest} PUT deploy
                /api/v1/deployments GET read
                /api/v1/deployments/{id} DELETE deploy
                /api/v1/deployments/{id} GET read
                /api/v1/deployments/{id}/events GET read
                /api/v1/doctor GET read
                /api/v1/events GET read
                /api/v1/projects GET read
                /api/v1/projects/{p} DELETE deploy
                /api/v1/projects/{p} GET read
                /api/v1/projects/{p} PUT deploy
                /api/v1/projects/{p}/applications GET read
                /api/v1/projects/{p}/applications POST deploy
                /api/v1/projects/{p}/applications/{a} DELETE deploy
                /api/v1/projects/{p}/applications/{a} GET read
                /api/v1/projects/{p}/applications/{a} PATCH deploy
                /api/v1/projects/{p}/applications/{a} PUT deploy
                /api/v1/projects/{p}/applications/{a}/context PUT deploy
                /api/v1/projects/{p}/applications/{a}/deployments POST deploy
                /api/v1/projects/{p}/applications/{a}/exec GET deploy
                /api/v1/projects/{p}/applications/{a}/logs GET read
                /api/v1/projects/{p}/applications/{a}/restart POST deploy
                /api/v1/projects/{p}/applications/{a}/rollback POST deploy
                /api/v1/projects/{p}/applications/{a}/scale POST deploy
                /api/v1/projects/{p}/applications/{a}/start POST deploy
                /api/v1/projects/{p}/applications/{a}/stop POST deploy
                /api/v1/projects/{p}/plan POST read
                /api/v1/projects/{p}/secrets GET read
                /api/v1/projects/{p}/secrets/{name} DELETE deploy
                /api/v1/projects/{p}/secrets/{name} PUT deploy
                /api/v1/routes GET read
                /api/v1/schema GET open
                /api/v1/tokens GET admin
                /api/v1/tokens POST admin
                /api/v1/tokens/{name} DELETE admin
                /healthz GET open
                /metrics GET read
                /openapi.json GET open
                /readyz GET open
                """,
                routes);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = document();
        List<String> lost = document.findValuesAsText("$ref").stream()
                .filter(ref -> document.at(ref.substring(1)).isMissingNode())
                .toList();
        assertEquals(List.of(), lost);
    }

    @Test
    void anApplicationAndADeploymentHaveAtLeastTheFieldsThatArePromised() throws IOException {
        JsonNode schemas = document().path("components").path("schemas");
        assertEquals(
                "[\"name\",\"project\",\"state\",\"health\",\"replicas\",\"release\",\"image\",\"urls\",\"instances\",\"message\"]",
                schemas.path("Application").path("required").toString());
        assertEquals(
                "[\"name\",\"state\",\"health\",\"restarts\",\"exit_code\",\"oom_killed\",\"started_at\"]",
                schemas.path("Instance").path("required").toString());
        assertEquals(
                "[\"id\",\"project\",\"application\",\"revision\",\"status\",\"cause\",\"actor\",\"created_at\","
                        + "\"finished_at\",\"outcomes\",\"steps\",\"message\"]",
                schemas.path("Deployment").path("required").toString());
        assertEquals(
                "[\"severity\",\"path\",\"file\",\"line\",\"column\",\"what\",\"remedy\"]",
                schemas.path("Error").path("required").toString());
    }
}
