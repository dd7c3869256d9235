package dev.berth.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.deploy.Deployment.Outcome;
import dev.berth.core.deploy.Deployment.Status;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.DeploymentEvent.Happening;
import dev.berth.core.deploy.Task;
import dev.berth.core.engine.LogLine;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.Everything;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RecordJsonTest {

    private static final ApplicationName WEB = new ApplicationName("web");

    @Test
    void anAcceptedApplicationIsStoredSo() throws IOException {
        assertEquals(accepted(), RecordJson.write(Everything.application(), DesiredApplication.class));
        assertEquals(Everything.application(), RecordJson.read(accepted(), DesiredApplication.class));
    }

    @Test
    void everyOrderIsStoredSo() {
        List<Task> tasks = List.of(
                new Task.Apply(Optional.empty(), true),
                new Task.Apply(Optional.of(WEB), false),
                new Task.Deploy(WEB),
                new Task.Rollback(WEB, 5),
                new Task.Restart(WEB),
                new Task.Stop(WEB),
                new Task.Start(WEB, true),
                new Task.Scale(WEB, 3, 2, 1),
                new Task.Remove(true));
        assertStored(
                """
                {"is":"Apply","lookAgain":true}
                {"is":"Apply","application":{"text":"web"},"lookAgain":false}
                {"is":"Deploy","name":{"text":"web"}}
                {"is":"Rollback","name":{"text":"web"},"to":5}
                {"is":"Restart","name":{"text":"web"}}
                {"is":"Stop","name":{"text":"web"}}
                {"is":"Start","name":{"text":"web"},"wasStopped":true}
                {"is":"Scale","name":{"text":"web"},"replicas":3,"before":2,"declaredBefore":1}
                {"is":"Remove","volumes":true}
                """,
                tasks,
                Task.class);
    }

    @Test
    void everythingThatCanHappenIsStoredSo() {
        List<Happening> happenings = List.of(
                new DeploymentEvent.Planned("web:\n  start"),
                new DeploymentEvent.StepStarted(1, "start web", "changed"),
                new DeploymentEvent.Progress("\u0001 é 漢 😀"),
                new DeploymentEvent.StepDone(1, "start web", 12),
                new DeploymentEvent.StepFailed(1, "start web", "no"),
                new DeploymentEvent.Undone("stop web", ""),
                new DeploymentEvent.StageDone(Status.ROLLED_BACK, "back"),
                new DeploymentEvent.StageSkipped("redis failed"),
                new DeploymentEvent.Finished(Status.FAILED, ""));
        assertStored(
                """
                {"is":"Planned","plan":"web:\\n  start"}
                {"is":"StepStarted","index":1,"step":"start web","cause":"changed"}
                {"is":"Progress","line":"\\u0001 é 漢 😀"}
                {"is":"StepDone","index":1,"step":"start web","milliseconds":12}
                {"is":"StepFailed","index":1,"step":"start web","message":"no"}
                {"is":"Undone","step":"stop web","message":""}
                {"is":"StageDone","status":"ROLLED_BACK","message":"back"}
                {"is":"StageSkipped","why":"redis failed"}
                {"is":"Finished","status":"FAILED","message":""}
                """,
                happenings,
                Happening.class);
    }

    @Test
    void listsAndTextsAreStoredSo() {
        List<Outcome> outcomes = List.of(new Outcome(WEB, Status.CANCELLED, "m"));
        List<LogLine> lines =
                List.of(new LogLine(Instant.parse("2026-03-01T10:00:00.000000001Z"), LogLine.Stream.ERR, "x"));
        Map<String, String> texts = Map.of("b", "2", "a", "1");
        String stored =
                """
                [{"application":{"text":"web"},"status":"CANCELLED","message":"m"}]
                [{"at":"2026-03-01T10:00:00.000000001Z","stream":"ERR","text":"x"}]
                {"a":"1","b":"2"}
                """;
        assertEquals(
                stored,
                RecordJson.writeList(outcomes, Outcome.class) + "\n" + RecordJson.writeList(lines, LogLine.class) + "\n"
                        + RecordJson.writeTexts(texts) + "\n");
        String[] text = stored.split("\n");
        assertEquals(outcomes, RecordJson.readList(text[0], Outcome.class));
        assertEquals(lines, RecordJson.readList(text[1], LogLine.class));
        assertEquals(texts, RecordJson.readTexts(text[2]));
    }

    @Test
    void whatAnOlderTextLacksIsEmptyFalseOr0() throws IOException {
        String older =
                """
                {"release":{"name":{"project":{"text":"shop"},"application":{"text":"web"},"brief":"%s"},
                "fingerprint":{"recipe":"v1","hex":"%s"},"image":{"is":"Pulled","reference":"web:1"},
                "invocation":{"stopGracePeriod":"PT10S"},"privileges":{}},
                "restart":{"is":"UnlessStopped"},
                "fallback":{"probe":{"is":"Running","stable":"PT5S"},
                "interval":"PT5S","timeout":"PT3S","startPeriod":"PT0S"},
                "resources":{},"deploy":{"patience":"PT1M","drain":"PT10S","monitor":"PT10S"},"order":"START_FIRST"}
                """
                        .formatted("ab".repeat(4), "ab".repeat(32));
        DesiredApplication read = RecordJson.read(older, DesiredApplication.class);
        assertEquals(
                "{\"release\":{\"name\":{\"project\":{\"text\":\"shop\"},\"application\":{\"text\":\"web\"},\"brief\":\"abababab\"},"
                        + "\"fingerprint\":{\"recipe\":\"v1\",\"hex\":\"" + "ab".repeat(32) + "\"},"
                        + "\"image\":{\"is\":\"Pulled\",\"reference\":\"web:1\",\"generation\":0},"
                        + "\"invocation\":{\"stopGracePeriod\":\"PT10S\"},\"labels\":{},\"env\":{},\"mounts\":[],"
                        + "\"volumes\":{},\"files\":[],\"ports\":[],\"privileges\":{\"capAdd\":[],\"readOnly\":false},"
                        + "\"sysctls\":{}},\"replicas\":0,\"sticky\":false,\"retry\":false,\"domains\":[],"
                        + "\"restart\":{\"is\":\"UnlessStopped\"},"
                        + "\"fallback\":{\"probe\":{\"is\":\"Running\",\"stable\":\"PT5S\"},\"interval\":\"PT5S\","
                        + "\"timeout\":\"PT3S\",\"retries\":0,\"startPeriod\":\"PT0S\"},\"dependsOn\":[],\"job\":false,"
                        + "\"resources\":{\"pids\":0},\"deploy\":{\"patience\":\"PT1M\",\"drain\":\"PT10S\","
                        + "\"monitor\":\"PT10S\",\"autoRollback\":false,\"keep\":0},\"order\":\"START_FIRST\","
                        + "\"stopped\":false}",
                RecordJson.write(read, DesiredApplication.class));
    }

    @Test
    void whatWasGivenUpIsPassedOver() {
        assertEquals(
                new Task.Scale(WEB, 3, 0, 0),
                RecordJson.read(
                        "{\"is\":\"Scale\",\"colour\":{\"x\":[1]},\"name\":{\"text\":\"web\",\"old\":1},\"replicas\":3}",
                        Task.class));
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertEquals(
                "a stored Task cannot be read: dev.berth.core.deploy.Task$Scale[\"replicas\"]: Cannot deserialize value of"
                        + " type `int` from String \"many\": not a valid `int` value; restore the database from a backup",
                refused("{\"is\":\"Scale\",\"name\":{\"text\":\"web\"},\"replicas\":\"many\"}", Task.class));
        assertEquals(
                "a stored Task cannot be read: it is null; restore the database from a backup",
                refused("null", Task.class));
        refused("{\"is\":\"Ship\"}", Task.class);
        refused("{\"volumes\":true}", Task.class);
        refused("{\"is\":\"Deploy\"}", Task.class);
        refused("{\"is\":\"Deploy\",\"name\":{}}", Task.class);
        refused("{\"is\":\"Remove\"", Task.class);
        refused("", Task.class);
        refused("[]", Task.class);
    }

    @Test
    void aRefusalShowsNoSecret() throws IOException {
        String planted = "{\"PASSWORD\":{\"s3cr3t\":\"s3cr3t\"}}";
        String text = accepted().replaceFirst("\"env\":\\{[^}]*}", "\"env\":" + planted.replace("$", "\\$"));
        String said = refused(text, DesiredApplication.class);
        assertFalse(said.contains("s3cr3t"), said);
    }

    private static String refused(String text, Class<?> as) {
        StoreException refused = assertThrows(StoreException.class, () -> RecordJson.read(text, as));
        assertEquals(StoreException.Kind.DAMAGED, refused.kind());
        return refused.getMessage();
    }

    private static <T> void assertStored(String stored, List<T> values, Class<T> as) {
        assertEquals(
                stored,
                values.stream().map(value -> RecordJson.write(value, as) + "\n").collect(Collectors.joining()));
        assertEquals(
                values, stored.lines().map(line -> RecordJson.read(line, as)).toList());
        assertEquals(
                Set.of(as.getPermittedSubclasses()),
                values.stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    /** A stored text, one component a line. */
    private static String accepted() throws IOException {
        try (InputStream golden = RecordJsonTest.class.getResourceAsStream("accepted.json")) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\n *", "");
        }
    }
}
