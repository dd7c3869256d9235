package dev.berth.core.release;

import dev.berth.core.project.Application;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Mount;
import dev.berth.core.project.MountedFile;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Source;
import dev.berth.core.project.Template;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Binds a project's applications to exact configurations. Pure. */
public final class Resolver {
    private static final Duration STABLE = Duration.ofSeconds(5);

    private Resolver() {}

    /** References in the definition that lead nowhere or in a circle, each once; none is needed for {@link #resolve}. */
    public static List<Unresolved> unresolved(Project project, Set<String> secrets) {
        Map<String, Secret> known = new TreeMap<>();
        secrets.forEach(name -> known.put(name, Secret.of("")));
        List<Unresolved> found = new ArrayList<>();
        References shared = new References(Map.of(), project.env(), known);
        project.env().forEach((name, template) -> found.addAll(shared.missing("env." + name, template, true)));
        found.addAll(shared.circles("env", true));
        for (Application application : project.applications()) {
            found.addAll(unresolved(application, new References(application.env(), project.env(), known)));
        }
        return found;
    }

    private static List<Unresolved> unresolved(Application application, References own) {
        String path = "applications." + application.name();
        List<Unresolved> found = new ArrayList<>();
        application
                .env()
                .forEach((name, template) -> found.addAll(own.missing(path + ".env." + name, template, false)));
        found.addAll(own.circles(path + ".env", false));
        for (int i = 0; i < application.files().size(); i++) {
            String file = path + ".files[" + i + "].content";
            found.addAll(own.missing(file, application.files().get(i).content(), false));
        }
        List<Template> files =
                application.files().stream().map(MountedFile::content).toList();
        if (own.length(files) > References.LONGEST) {
            found.add(new Unresolved(
                    path,
                    "",
                    "with all references written out its values and files are longer than " + (References.LONGEST >> 20)
                            + " MiB",
                    "refer to long values less often, or keep them in a volume"));
        }
        return found;
    }

    /**
     * What should be of the project.
     *
     * @throws IllegalStateException when {@link #unresolved} has something to say, or an upload is missing
     */
    public static DesiredState resolve(Project project, ResolveContext context) {
        return new DesiredState(
                project.name(),
                project.applications().stream()
                        .map(application -> resolve(project, application, context))
                        .toList());
    }

    private static DesiredApplication resolve(Project project, Application application, ResolveContext context) {
        return new DesiredApplication(
                release(project, application, context),
                application.replicas(),
                application.sticky(),
                application.retry(),
                application.port(),
                application.domains(),
                application.restart(),
                application.healthCheck(),
                fallback(application),
                application.dependsOn(),
                application.job(),
                application.resources(),
                application.deploy(),
                application.order(),
                context.stopped().contains(application.name()));
    }

    private static Release release(Project project, Application application, ResolveContext context) {
        WrittenValues values = new WrittenValues(new References(application.env(), project.env(), context.secrets()));
        Map<String, Secret> env = new TreeMap<>();
        application.env().forEach((name, template) -> env.put(name, values.resolve(template)));
        Release unnamed = new Release(
                new ReleaseName(project.name(), application.name(), ""),
                new Fingerprint(FingerprintRecipe.VERSION, "0".repeat(64)),
                image(project.name(), application, context),
                Optional.empty(),
                application.invocation(),
                application.labels(),
                env,
                sorted(application.mounts(), Comparator.comparing(Mount::target)),
                volumes(project, application),
                application.files().stream()
                        .map(f -> content(f, values))
                        .sorted(Comparator.comparing(FileContent::path))
                        .toList(),
                sorted(application.ports(), Comparator.comparing(PublishedPort::toString)),
                application.privileges(),
                Map.of());
        return unnamed.named(context.key());
    }

    /** The order in which these are written means nothing, so that it must not make a new release. */
    private static <T> List<T> sorted(List<T> values, Comparator<T> order) {
        return values.stream().sorted(order).toList();
    }

    private static FileContent content(MountedFile file, WrittenValues values) {
        return new FileContent(file.path(), values.resolve(file.content()), file.mode(), file.uid());
    }

    private static Map<String, VolumeName> volumes(Project project, Application application) {
        Map<String, VolumeName> volumes = new TreeMap<>();
        for (Mount mount : application.mounts()) {
            if (mount instanceof Mount.Volume volume) {
                String external = project.externalVolumes().get(volume.name());
                volumes.put(
                        volume.name(),
                        external == null
                                ? new VolumeName(project.name() + "_" + volume.name(), false)
                                : new VolumeName(external, true));
            }
        }
        return volumes;
    }

    private static ImageSpec image(ProjectName project, Application application, ResolveContext context) {
        if (application.source() instanceof Source.Image image) {
            return new ImageSpec.Pulled(image.reference(), context.generations().getOrDefault(image.reference(), 0L));
        }
        Source.Build build = (Source.Build) application.source();
        String repository = project + "/" + application.name();
        ImageSpec.Built unnamed = new ImageSpec.Built(
                repository,
                build.context().map(path -> digest(application.name(), path, context.uploads())),
                build.dockerfile(),
                build.dockerfileInline(),
                build.target(),
                build.args(),
                build.noCache(),
                context.generations().getOrDefault(repository, 0L));
        return unnamed.withReference(repository + ":" + hash(unnamed));
    }

    private static String digest(ApplicationName application, String path, Map<String, String> uploads) {
        if (path.startsWith("sha256:")) {
            return path;
        }
        String digest = uploads.getOrDefault(ResolveContext.own(application, path), uploads.get(path));
        if (digest == null) {
            throw new IllegalStateException("the build context " + path + " was not uploaded");
        }
        return digest;
    }

    private static String hash(ImageSpec.Built build) {
        CanonicalBytes bytes = new CanonicalBytes().text("build " + FingerprintRecipe.VERSION);
        FingerprintRecipe.build(bytes, build);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static HealthCheck fallback(Application application) {
        HealthCheck.Probe probe = application.port().isPresent()
                ? new HealthCheck.Tcp(application.port().getAsInt())
                : new HealthCheck.Running(STABLE);
        return new HealthCheck(probe, Duration.ofSeconds(5), Duration.ofSeconds(3), 3, Duration.ZERO);
    }
}
