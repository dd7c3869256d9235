package dev.berth.core.docker;

import dev.berth.core.engine.InstanceStart;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.FileContent;
import dev.berth.core.release.Fingerprint;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.Release;
import dev.berth.core.release.ReleaseName;
import dev.berth.core.release.Secret;
import dev.berth.core.release.VolumeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Releases of {@code shop/web} to start in tests, changed piece by piece. */
record Releases(Release release) {
    static final ProjectName SHOP = ProjectName.of("shop");
    static final ApplicationName WEB = ApplicationName.of("web");

    /** An image and a command, and nothing else. */
    static Releases of(String image, String... command) {
        Invocation invocation = new Invocation(
                Optional.empty(),
                command.length == 0 ? Optional.empty() : Optional.of(List.of(command)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10));
        return new Releases(new Release(
                new ReleaseName(SHOP, WEB, "3f9c2a1b"),
                new Fingerprint("v1", "3f9c2a1b".repeat(8)),
                new ImageSpec.Pulled(image, 0),
                Optional.empty(),
                invocation,
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                Privileges.LEAST,
                Map.of()));
    }

    Releases ofProject(ProjectName project) {
        return new Releases(new Release(
                new ReleaseName(project, WEB, release.name().brief()),
                release.fingerprint(),
                release.image(),
                release.imageId(),
                release.invocation(),
                release.labels(),
                release.env(),
                release.mounts(),
                release.volumes(),
                release.files(),
                release.ports(),
                release.privileges(),
                release.sysctls()));
    }

    Releases env(Map<String, String> env) {
        Map<String, Secret> values = new TreeMap<>();
        env.forEach((name, value) -> values.put(name, Secret.of(value)));
        return copy(release.invocation(), release.labels(), values, release.mounts(), release.files(), release.ports());
    }

    Releases labels(Map<String, String> labels) {
        return copy(release.invocation(), labels, release.env(), release.mounts(), release.files(), release.ports());
    }

    Releases invocation(Invocation invocation) {
        return copy(invocation, release.labels(), release.env(), release.mounts(), release.files(), release.ports());
    }

    Releases mounts(Mount... mounts) {
        return copy(
                release.invocation(),
                release.labels(),
                release.env(),
                List.of(mounts),
                release.files(),
                release.ports());
    }

    Releases files(FileContent... files) {
        return copy(
                release.invocation(),
                release.labels(),
                release.env(),
                release.mounts(),
                List.of(files),
                release.ports());
    }

    Releases ports(PublishedPort... ports) {
        return copy(
                release.invocation(),
                release.labels(),
                release.env(),
                release.mounts(),
                release.files(),
                List.of(ports));
    }

    Releases privileges(Privileges privileges, Map<String, String> sysctls) {
        return new Releases(new Release(
                release.name(),
                release.fingerprint(),
                release.image(),
                release.imageId(),
                release.invocation(),
                release.labels(),
                release.env(),
                release.mounts(),
                release.volumes(),
                release.files(),
                release.ports(),
                privileges,
                sysctls));
    }

    /** With no limits but the default, and no restart by the engine. */
    InstanceStart start() {
        return start(Resources.DEFAULT, new Restart.No(), true);
    }

    InstanceStart start(Resources resources, Restart restart, boolean answersToApplication) {
        return new InstanceStart(release.instance(1), release, resources, restart, answersToApplication);
    }

    private Releases copy(
            Invocation invocation,
            Map<String, String> labels,
            Map<String, Secret> env,
            List<Mount> mounts,
            List<FileContent> files,
            List<PublishedPort> ports) {
        Map<String, VolumeName> volumes = new TreeMap<>();
        for (Mount mount : mounts) {
            if (mount instanceof Mount.Volume volume) {
                volumes.put(volume.name(), new VolumeName("shop_" + volume.name(), false));
            }
        }
        return new Releases(new Release(
                release.name(),
                release.fingerprint(),
                release.image(),
                release.imageId(),
                invocation,
                labels,
                env,
                mounts,
                volumes,
                files,
                ports,
                release.privileges(),
                release.sysctls()));
    }
}
