package dev.berth.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ReleaseDifferenceTest {

    @Test
    void everyChangeIsSaidInWords() {
        assertEquals(
                """
                name ReleaseName.project: changed
                name ReleaseName.application: changed
                name ReleaseName.brief: changed
                image Built.reference: changed
                image Built.contextDigest: sources changed
                image Built.dockerfile: sources changed
                image Built.dockerfileInline: sources changed
                image Built.target: build arguments changed
                image Built.args: build arguments changed
                image Built.noCache: changed
                image Built.generation: image changed
                invocation Invocation.entrypoint: configuration changed: entrypoint
                invocation Invocation.command: configuration changed: command
                invocation Invocation.user: configuration changed: user
                invocation Invocation.workingDir: configuration changed: working_dir
                invocation Invocation.init: configuration changed: init
                invocation Invocation.stopGracePeriod: configuration changed: stop_grace_period
                mounts Bind.source: configuration changed: volumes
                mounts Bind.target: configuration changed: volumes
                mounts Bind.readOnly: configuration changed: volumes
                mounts Tmpfs.target: configuration changed: tmpfs
                mounts Tmpfs.options: configuration changed: tmpfs
                mounts Volume.name: configuration changed: volumes
                mounts Volume.target: configuration changed: volumes
                mounts Volume.readOnly: configuration changed: volumes
                files FileContent.path: configuration changed: file /etc/app.conf, file /etc/other.conf
                files FileContent.content: configuration changed: file /etc/app.conf
                files FileContent.mode: configuration changed: file /etc/app.conf
                files FileContent.uid: configuration changed: file /etc/app.conf
                ports PublishedPort.address: configuration changed: ports
                ports PublishedPort.hostPort: configuration changed: ports
                ports PublishedPort.port: configuration changed: ports
                ports PublishedPort.protocol: configuration changed: ports
                imageId: changed
                fingerprint: changed
                labels: configuration changed: label team
                env: configuration changed: env PASSWORD
                volumes VolumeName.text: configuration changed: volumes
                volumes VolumeName.external: configuration changed: volumes
                privileges Privileges.capAdd: configuration changed: cap_add
                privileges Privileges.readOnly: configuration changed: read_only
                sysctls: configuration changed: sysctl net.ipv4.ip_forward
                """,
                ReleaseChange.all().stream()
                        .map(change -> change.what() + ": "
                                + ReleaseDifference.between(Everything.release(), change.release()) + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void noValueIsShownEitherWay() {
        for (ReleaseChange change : ReleaseChange.all()) {
            for (String said : List.of(
                    ReleaseDifference.between(Everything.release(), change.release()),
                    ReleaseDifference.between(change.release(), Everything.release()))) {
                assertFalse(said.contains("s3cr3t") || said.contains("pa$$word"), said);
            }
        }
    }

    @Test
    void everyChangeIsSaidTheSameWayBack() {
        for (ReleaseChange change : ReleaseChange.all()) {
            assertEquals(
                    ReleaseDifference.between(Everything.release(), change.release()),
                    ReleaseDifference.between(change.release(), Everything.release()),
                    change.what());
        }
    }

    @Test
    void whatIsAddedAndWhatIsGoneIsSaidByName() {
        Release before = Altered.with(
                Everything.release(),
                "env",
                Map.of("OLD", Secret.of("1"), "SAME", Secret.of("1"), "B", Secret.of("1")));
        Release after = Altered.with(
                Everything.release(),
                "env",
                Map.of("NEW", Secret.of("1"), "SAME", Secret.of("1"), "B", Secret.of("2")));
        assertEquals("configuration changed: env B, env NEW, env OLD", ReleaseDifference.between(before, after));
    }

    @Test
    void sourcesArgumentsAndConfigurationAreToldApart() {
        ImageSpec.Built built = Altered.with(Everything.built(), "dockerfile", "Dockerfile");
        built = Altered.with(built, "args", Map.of());
        built = Altered.with(built, "generation", 9L);
        Release after = Altered.with(Everything.release(), "image", built);
        after = Altered.with(after, "labels", Map.of());
        assertEquals(
                "sources changed; build arguments changed; configuration changed: label a, label team",
                ReleaseDifference.between(Everything.release(), after));
    }

    @Test
    void anotherImageIsSaidSo() {
        Release before = Altered.with(Everything.release(), "image", new ImageSpec.Pulled("web:1", 0));
        for (ImageSpec image :
                List.of(new ImageSpec.Pulled("web:2", 0), new ImageSpec.Pulled("web:1", 1), Everything.built())) {
            assertEquals(
                    "image changed",
                    ReleaseDifference.between(before, Altered.with(Everything.release(), "image", image)));
        }
    }

    @Test
    void betweenRecipesOnlyThatItChangedCanBeSaid() {
        assertEquals("changed", ReleaseDifference.between(Everything.release(), Everything.release()));
    }
}
