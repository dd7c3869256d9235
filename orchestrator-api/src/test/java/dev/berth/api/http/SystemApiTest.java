package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SystemApiTest extends ApiCase {
    private void deploy() {
        server.deploy("shop", "project: shop\napplications:\n  web: {image: a, port: 80, domain: shop.localhost}\n");
        server.settled("shop");
    }

    @Test
    void readyIsADaemonThatHasLookedAround() {
        assertEquals(
                "200\ncontent-type: application/json\n{\"ready\":true,\"missing\":[]}\n", server.say("GET", "/readyz"));
        server.lookedAround = false;
        assertEquals(
                """
                503
                content-type: application/json
                {"ready":false,"missing":["the first look at the engine is not over"]}
                """,
                server.say("GET", "/readyz"));
    }

    @Test
    void routesSayWhereTheProxyLeads() {
        assertEquals(
                "200\ncontent-type: application/json\n{\"items\":[],\"next\":null}\n",
                server.say("GET", API + "/routes"));
        deploy();
        assertEquals(
                """
                200
                content-type: application/json
                {"items":[{"url":"http://shop.localhost","project":"shop","application":"web","state":"running",\
                "instances":["shop-web-HEX-1"]}],"next":null}
                """,
                server.say("GET", API + "/routes"));
    }

    @Test
    void metricsAreWhatPrometheusReads() {
        deploy();
        String text = server.get("/metrics").body();
        assertEquals(
                """
                # HELP berth_application_up 1 when the application runs or has completed.
                # TYPE berth_application_up gauge
                berth_application_up{project="shop",application="web"} 1
                # HELP berth_application_replicas Instances that are wanted.
                # TYPE berth_application_replicas gauge
                berth_application_replicas{project="shop",application="web"} 1
                # HELP berth_application_instances_running Instances that run.
                # TYPE berth_application_instances_running gauge
                berth_application_instances_running{project="shop",application="web"} 1
                # HELP berth_application_restarts_total Restarts of the present instances.
                # TYPE berth_application_restarts_total counter
                berth_application_restarts_total{project="shop",application="web"} 0
                # HELP berth_project_revision Newest revision of the definition.
                # TYPE berth_project_revision gauge
                berth_project_revision{project="shop"} 1
                # HELP berth_certificate_expires_timestamp_seconds When a certificate that is valid expires, in seconds since 1970.
                # TYPE berth_certificate_expires_timestamp_seconds gauge
                """,
                text.substring(0, text.indexOf("# HELP jvm")));
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                server.get("/metrics")
                        .headers()
                        .firstValue("content-type")
                        .orElseThrow()
                        .replace(";v", "; v")
                        .replace(";c", "; c"));
        assertEquals(
                "",
                text.lines()
                        .filter(l -> !l.matches("(# (HELP|TYPE) )?[a-z_]+(\\{[^}]*})? .+"))
                        .findAny()
                        .orElse(""));
    }

    @Test
    void theDoctorSaysWhatHasToBeDone() {
        assertEquals(
                """
                200
                berth-exit: 1
                content-type: application/json
                {"items":[{"name":"engine","ok":true,"status":"ok","what":"answers","remedy":""},{"name":"disk","ok":false,\
                "status":"bad","what":"is full","remedy":"make room"}],"next":null}
                """,
                server.say("GET", API + "/doctor"));
        assertEquals(
                """
                ok       engine  answers
                bad      disk    is full
                                 fix: make room
                """,
                server.send(server.request(API + "/doctor").header("Accept", "text/plain"))
                        .body());
    }

    @Test
    void theSchemaOfTheProjectFileIsServed() {
        assertEquals(
                "200\ncontent-type: application/schema+json\n{\"title\": \"project\"}\n",
                server.say("GET", API + "/schema"));
    }

    @Test
    void theSchemaIsSentAsUtf8() {
        server.schema = () -> "{\"description\": \"retries × interval → patience\"}\n";
        assertEquals(server.schema.get(), server.get(API + "/schema").body());
    }
}
