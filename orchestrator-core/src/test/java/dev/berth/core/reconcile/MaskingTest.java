package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent.Finished;
import dev.berth.core.deploy.DeploymentEvent.Happening;
import dev.berth.core.deploy.DeploymentEvent.Planned;
import dev.berth.core.deploy.DeploymentEvent.Progress;
import dev.berth.core.deploy.DeploymentEvent.StageDone;
import dev.berth.core.deploy.DeploymentEvent.StageSkipped;
import dev.berth.core.deploy.DeploymentEvent.StepDone;
import dev.berth.core.deploy.DeploymentEvent.StepFailed;
import dev.berth.core.deploy.DeploymentEvent.StepStarted;
import dev.berth.core.deploy.DeploymentEvent.Undone;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.Script;
import dev.berth.core.release.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application says of its secrets goes no further. */
final class MaskingTest {
    private static final String PLANTED = "hunter2-planted";
    private static final String SHOP =
            """
            project: shop
            applications:
              web: {image: "web:1", env: {PASSWORD: "${{secret.PASSWORD}}"}}
            """;

    @TempDir
    private Path data;

    private static Masking masking(String... secrets) {
        return new Masking(List.of(secrets).stream().map(Secret::of).toList());
    }

    @Test
    void everyValueIsTakenOutTheLongerFirst() {
        assertEquals(
                "a (secret) and (secret)b and (secret)",
                masking("abcd", "abcdef").mask("a abcdef and abcdb and abcd"));
    }

    @Test
    void linesOfALongValueAreTakenOutByThemselves() {
        assertEquals(
                "line: (secret) end",
                masking("-----BEGIN KEY-----\nMIIBVQIBADANBg\n-----END KEY-----")
                        .mask("line: MIIBVQIBADANBg end"));
    }

    @Test
    void whatIsTooShortToMeanAnythingStays() {
        assertEquals("yes, abc", masking("abc", "").mask("yes, abc"));
    }

    @Test
    void everyKindOfEventIsMasked() {
        Masking masking = masking(PLANTED);
        List<Happening> said = List.of(
                new Planned(PLANTED),
                new StepStarted(1, PLANTED, PLANTED),
                new Progress(PLANTED),
                new StepDone(1, PLANTED, 2),
                new StepFailed(1, PLANTED, PLANTED),
                new Undone(PLANTED, PLANTED),
                new StageDone(Deployment.Status.FAILED, PLANTED),
                new StageSkipped(PLANTED),
                new Finished(Deployment.Status.FAILED, PLANTED));
        assertEquals(Happening.class.getPermittedSubclasses().length, said.size());
        said.forEach(one -> assertFalse(masking.mask(one).toString().contains(PLANTED), one.toString()));
    }

    @Test
    void aSecretInLastWordsIsInNoMessageEventOrOccurrence() {
        try (TestBerth berth = TestBerth.in(data)) {
            berth.store.secrets().set(TestBerth.SHOP, "PASSWORD", Secret.of(PLANTED));
            berth.engine.script("web:1", Script.exits(1, "cannot log in with " + PLANTED));
            Deployment failed = berth.deploy(SHOP);
            assertTrue(failed.message().contains("cannot log in with (secret)"), failed.message());
            berth.engine.script("web:1", Script.healthy());
            berth.deploy(SHOP);
            berth.engine.script("web:1", Script.exits(1, "cannot log in with " + PLANTED));
            berth.meddle("web", Meddling.REMOVE);
            assertTrue(
                    berth.status("web").message().contains("cannot log in with (secret)"),
                    berth.status("web").message());
            String all = berth.told()
                    + berth.status("web")
                    + failed
                    + berth.operations.events(1, 0)
                    + berth.operations.events(2, 0);
            assertFalse(all.contains(PLANTED), all);
        }
    }
}
