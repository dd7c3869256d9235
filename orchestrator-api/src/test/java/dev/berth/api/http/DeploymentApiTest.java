package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent.Happening;
import dev.berth.core.deploy.DeploymentEvent.Planned;
import dev.berth.core.deploy.DeploymentEvent.Progress;
import dev.berth.core.deploy.DeploymentEvent.StepDone;
import dev.berth.core.deploy.DeploymentEvent.StepStarted;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.Script;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeploymentApiTest extends ApiCase {
    private static final String ALL = API + "/deployments";

    /** A deployment that nobody carries out. */
    private long still() {
        Task task = new Task.Restart(ApplicationName.of("web"));
        return server.store
                .deployments()
                .add(ProjectName.of("still"), task, 1, "test")
                .id();
    }

    private void happens(long deployment, Happening happening) {
        server.store.deployments().append(deployment, "web", happening);
        server.fleet.announcer().tell();
    }

    private void finish(long deployment) {
        server.store.deployments().finish(deployment, Deployment.Status.SUCCEEDED, List.of(), "done: web");
        server.fleet.announcer().tell();
    }

    /** Without chunks, so that a test sees the events as they are. */
    private RawConnection listen(long deployment, String more) {
        return listen(deployment, more, server.admin);
    }

    private RawConnection listen(long deployment, String more, String token) {
        RawConnection connection = new RawConnection(server.server.port());
        connection.say("GET " + ALL + "/" + deployment + "/events HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer "
                + token + "\r\n" + more + "\r\n");
        connection.until("\r\n\r\n");
        return connection;
    }

    @Test
    void aDeploymentTellsItsSteps() {
        server.deploy("shop", "project: shop\napplications:\n  web: {image: \"web:1\"}\n");
        assertEquals(
                """
                200
                content-type: application/json
                {"id":1,"project":"shop","application":null,"revision":1,"status":"succeeded","cause":"apply",\
                "actor":"test","created_at":"TIME","finished_at":"TIME","outcomes":[{"application":"web",\
                "status":"succeeded","message":"done"}],"steps":[{"stage":"prepare project","step":"create network shop",\
                "cause":"new","status":"succeeded","milliseconds":N,"message":""},{"stage":"web","step":"pull image\
                 web:1","cause":"new","status":"succeeded","milliseconds":N,"message":""},{"stage":"web","step":"start\
                 shop-web-HEX-1","cause":"new","status":"succeeded","milliseconds":N,"message":""},{"stage":"web",\
                "step":"await healthy shop-web-HEX-1","cause":"before anything relies on it","status":"succeeded",\
                "milliseconds":N,"message":""},{"stage":"web","step":"accept shop-web-HEX","cause":"proven healthy",\
                "status":"succeeded","milliseconds":N,"message":""},{"stage":"web","step":"update shop-web-HEX-1",\
                "cause":"proven: the engine may restart it","status":"succeeded","milliseconds":N,"message":""}],\
                "message":"done: prepare project, web"}
                """,
                server.say("GET", ALL + "/1"));
    }

    @Test
    void whatStepsPrintIsInTheStreamOnly() {
        long number = still();
        happens(number, new StepStarted(0, "build", "new"));
        for (int i = 0; i < 600; i++) {
            happens(number, new Progress("line " + i));
        }
        happens(number, new StepDone(0, "build", 12));
        assertEquals(
                "[{\"stage\":\"web\",\"step\":\"build\",\"cause\":\"new\",\"status\":\"succeeded\",\"milliseconds\":12,"
                        + "\"message\":\"\"}]",
                server.get(ALL + "/" + number).body().replaceAll("(?s).*\"steps\":(\\[[^]]*]).*", "$1"));
    }

    @Test
    void aPlanSaysWhoseTheNewInstancesOfADeploymentUnderWayAre() {
        String shop = "project: shop\napplications:\n  web: {image: \"web:1\"}\n";
        server.deploy("shop", shop);
        server.engine.script("web:2", Script.neverHealthy());
        server.say("PUT", SHOP, shop.replace("web:1", "web:2"));
        server.until(() -> server.get(ALL + "/2").body().contains("\"step\":\"await healthy"));
        String plan = server.say("POST", SHOP + "/plan", shop, "Accept", "text/plain");
        assertTrue(
                plan.endsWith(
                        """
                        clean up:
                          stop shop-web-HEX-1    (of deployment 2, which is under way)
                          remove shop-web-HEX-1  (of deployment 2, which is under way)
                        """),
                plan);
        server.say("DELETE", ALL + "/2");
    }

    @Test
    void deploymentsAreListedNewestFirstByProjectAndApplication() {
        server.deploy("shop", "project: shop\napplications:\n  web: {image: \"web:1\"}\n");
        server.deploy("blog", "project: blog\napplications:\n  web: {image: \"web:1\"}\n");
        server.ended(server.send(server.request(WEB + "/restart").POST(BodyPublishers.noBody())));
        assertEquals("3 2 1", ids(ALL));
        assertEquals("3 1", ids(ALL + "?project=shop"));
        assertEquals("3 1", ids(ALL + "?project=shop&application=web"));
        assertEquals("1", ids(ALL + "?project=shop&application=tea"));
        assertEquals("3", ids(ALL + "?limit=1"));
        assertEquals("", ids(ALL + "?project=none"));
        assertEquals("422", server.say("GET", ALL + "?limit=many").substring(0, 3));
    }

    @Test
    void theTimeInTheQueueIsNotCounted() {
        long number = still();
        server.clock.pass(Duration.ofMinutes(5));
        assertTrue(listed().matches("(?s).*queued +restart +test +- +- .*"), listed());
        server.store.deployments().begin(number);
        happens(number, new Planned(""));
        server.clock.pass(Duration.ofSeconds(90));
        finish(number);
        assertTrue(listed().matches("(?s).*  9\\d s  .*"), listed());
    }

    private String listed() {
        return server.say("GET", ALL + "?project=still", "", "Accept", "text/plain");
    }

    private String ids(String path) {
        return Pattern.compile("\\{\"id\":(\\d+),")
                .matcher(server.get(path).body())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining(" "));
    }

    @Test
    void aDeploymentThatIsNotOverCanBeEnded() {
        long number = still();
        assertEquals("202", server.say("DELETE", ALL + "/" + number).substring(0, 3));
        server.get(ALL + "/" + number + "/events"); // to their end
        String ended = server.get(ALL + "/" + number).body();
        assertTrue(ended.contains("\"status\":\"cancelled\""), ended);
        assertEquals(
                """
                409
                berth-exit: 1
                content-type: application/problem+json
                {"type":"about:blank","title":"It is over","status":409,"detail":"deployment 1 has ended: cancelled",\
                "remedy":"there is nothing to cancel","errors":[]}
                """,
                server.say("DELETE", ALL + "/" + number));
    }

    @Test
    void whatIsNoDeploymentIsNotFound() {
        for (String number : List.of("7", "x", "-1", "99999999999999999999")) {
            assertEquals(
                    """
                    404
                    berth-exit: 2
                    content-type: application/problem+json
                    {"type":"about:blank","title":"Not found","status":404,"detail":"there is no deployment NUMBER",\
                    "remedy":"look at what there is with  berth deployments PROJECT","errors":[]}
                    """
                            .replace("NUMBER", number),
                    server.say("GET", ALL + "/" + number));
        }
        assertEquals("404", server.say("GET", ALL + "/7/events").substring(0, 3));
    }

    @Test
    void eventsAreNumberedAndEndWithTheDeployment() {
        long number = still();
        happens(number, new StepStarted(0, "start a", "new"));
        happens(number, new Progress("pulling\tlayer"));
        happens(number, new StepDone(0, "start a", 12));
        finish(number);
        assertEquals(
                """
                200
                content-type: text/event-stream;charset=utf-8
                x-accel-buffering: no
                id: 1
                event: step
                data: {"number":1,"at":"TIME","stage":"web","kind":"step","text":"start a","message":"new"}

                id: 2
                event: progress
                data: {"number":2,"at":"TIME","stage":"web","kind":"progress","text":"pulling\\tlayer"}

                id: 3
                event: done
                data: {"number":3,"at":"TIME","stage":"web","kind":"done","text":"start a","milliseconds":N}

                id: 4
                event: finished
                data: {"number":4,"at":"TIME","stage":"","kind":"finished","text":"done: web","status":"succeeded",\
                "milliseconds":N}

                """,
                server.say("GET", ALL + "/" + number + "/events")
                        .replace("; charset", ";charset")
                        .replace(": still here\n\n", ""));
        assertEquals(
                "id: 4\nevent: finished\ndata: \tfinished:succeeded\tdone: web\tMILLIS\n\n",
                server.send(server.request(ALL + "/" + number + "/events?format=text")
                                .header("Last-Event-ID", "3"))
                        .body()
                        .replaceAll("\\t\\d+\n", "\tMILLIS\n"));
        assertEquals("204\n", server.say("GET", ALL + "/" + number + "/events", "", "Last-Event-ID", "4"));
    }

    @Test
    void aListenerThatComesAgainMissesNothingAndHearsNothingTwice() {
        long number = still();
        happens(number, new Progress("one"));
        try (RawConnection first = listen(number, "")) {
            assertEquals("id: 1\nevent: progress\ndata: ", first.told("data: "));
            happens(number, new Progress("two"));
            first.until("\"two\"}\n\n");
        }
        happens(number, new Progress("three"));
        try (RawConnection second = listen(number, "Last-Event-ID: 2\r\n")) {
            assertEquals("id: 3\n", second.told("\n"));
            second.until("\"three\"}\n\n");
            happens(number, new Progress("four"));
            assertEquals("id: 4\n", second.told("\n"));
            second.until("\"four\"}\n\n");
            finish(number);
            assertEquals(
                    "id: 5\nevent: finished\ndata: {\"number\":5,\"at\":\"TIME\",\"stage\":\"\",\"kind\":\"finished\",\"text\":"
                            + "\"done: web\",\"status\":\"succeeded\",\"milliseconds\":N}\n\n",
                    AnswerText.steady(second.told("(the end)")));
        }
    }

    @Test
    void aStreamOnWhichNothingHappensShowsThatItLives() {
        long number = still();
        try (RawConnection connection = listen(number, "")) {
            assertEquals(": still here\n\n: still here\n\n", connection.until("\n\n") + connection.until("\n\n"));
        }
    }

    @Test
    void aSlowListenerHoldsUpNobodyAndMissesNothing() {
        long number = still();
        int many = 2_000;
        String line = "x".repeat(5_000);
        try (RawConnection slow = listen(number, "")) {
            server.store.database().together(() -> {
                for (int i = 0; i < many; i++) {
                    server.store.deployments().append(number, "web", new Progress(i + line));
                }
            });
            finish(number);
            assertEquals(
                    many + 1, events(server.get(ALL + "/" + number + "/events").body()));
            assertEquals(many + 1, events(slow.until("(the end)")));
        }
    }

    private static long events(String stream) {
        return stream.lines().filter(text -> text.startsWith("event: ")).count();
    }

    @Test
    void aTokenThatIsTakenBackHearsNoMore() {
        long number = still();
        String reader = server.token("reader", AccessToken.Scope.READ, Optional.empty());
        try (RawConnection connection = listen(number, "", reader)) {
            happens(number, new Progress("one"));
            connection.until("\"one\"}\n\n");
            server.say("DELETE", API + "/tokens/reader");
            connection.until("(the end)");
        }
    }

    @Test
    void listenersThatWentAwayMakeRoomForOthers() {
        long number = still();
        for (int i = 0; i < EventStreams.MOST; i++) {
            listen(number, "").close();
        }
        server.until(() -> {
            try (RawConnection one = new RawConnection(server.server.port())) {
                one.say("GET " + ALL + "/" + number + "/events HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer "
                        + server.admin + "\r\n\r\n");
                return one.until("\r\n").contains(" 200 ");
            }
        });
    }

    @Test
    void moreListenersThanThereIsRoomForAreAskedToComeLater() {
        long number = still();
        List<RawConnection> open = new ArrayList<>();
        try {
            for (int i = 0; i < EventStreams.MOST; i++) {
                open.add(listen(number, ""));
            }
            assertEquals(
                    """
                    503
                    berth-exit: 1
                    content-type: application/problem+json
                    {"type":"about:blank","title":"Too many listeners","status":503,"detail":"64 requests are listening\
                     already","remedy":"end one of them, or ask again later","errors":[]}
                    """,
                    server.say("GET", ALL + "/" + number + "/events"));
            assertEquals("200", server.say("GET", ALL).substring(0, 3));
        } finally {
            open.forEach(RawConnection::close);
        }
    }
}
