package dev.berth.core.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ImageSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Builds images: with BuildKit where the engine has it, else with the classic builder. */
final class ImageBuild {
    private static final Duration LONGEST = Duration.ofHours(2);
    /** A build argument by which BuildKit keeps cache mounts apart. */
    private static final String CACHES = "BUILDKIT_CACHE_MOUNT_NS";

    private final DockerApi api;
    private final Labels labels;
    private final Function<String, InputStream> contexts;

    ImageBuild(DockerApi api, Labels labels, Function<String, InputStream> contexts) {
        this.api = api;
        this.labels = labels;
        this.contexts = contexts;
    }

    /** Builds the image under that name; when the thread is interrupted, nothing of the build goes on. */
    void build(
            ProjectName project,
            ApplicationName application,
            ImageSpec.Built image,
            String name,
            ProgressSink progress) {
        String what = "build image " + name;
        String buildId = UUID.randomUUID().toString();
        BuildOutput output = new BuildOutput(progress);
        try (InputStream archive = BuildArchive.of(image.contextDigest().map(contexts), image.dockerfileInline())) {
            Call call = call(project, application, image, name, buildId)
                    .attempting(what)
                    .body(archive, "application/x-tar");
            follow(call, what, output);
        } catch (EngineException e) {
            if (e.kind() == Kind.INTERRUPTED || e.kind() == Kind.TIMED_OUT) {
                cancel(buildId);
            }
            throw e.kind() == Kind.REFUSED || e.kind() == Kind.NOT_FOUND || e.kind() == Kind.IMAGE_UNAVAILABLE
                    ? new EngineException(Kind.BUILD_FAILED, e.getMessage() + remedy(e.getMessage()), e)
                    : e;
        } catch (IOException e) {
            throw new EngineException(Kind.BUILD_FAILED, "cannot " + what + ": cannot read its context: " + e, e);
        }
        Optional<String> failure = output.failure();
        if (failure.isPresent()) {
            Kind kind = failure.get().contains("no space left on device") ? Kind.DISK_FULL : Kind.BUILD_FAILED;
            throw new EngineException(kind, "cannot " + what + ": " + failure.get() + remedy(failure.get()));
        }
    }

    private void follow(Call call, String what, BuildOutput output) {
        try (Deadline time = new Deadline(api.alarms(), LONGEST)) {
            try (Streamed answer = call.within(LONGEST).stream()) {
                answer.each(output::accept);
                output.end();
            } catch (EngineException e) {
                throw time.expired() ? DockerFailures.timedOut(api.host(), what, LONGEST) : e;
            }
        }
    }

    private Call call(
            ProjectName project, ApplicationName application, ImageSpec.Built image, String name, String buildId) {
        ObjectNode marks = DockerApi.JSON.createObjectNode();
        labels.of(project, application).forEach(marks::put);
        ObjectNode arguments = DockerApi.JSON.createObjectNode();
        image.args().forEach(arguments::put);
        if (api.agreement().buildKit()) {
            arguments.put(CACHES, caches(project));
        }
        Call call = api.post("/build")
                .query("t", name)
                .query(
                        "dockerfile",
                        image.dockerfileInline().isPresent() ? BuildArchive.INLINE_DOCKERFILE : image.dockerfile())
                .query("buildargs", arguments.toString())
                .query("labels", marks.toString())
                .query("rm", "true")
                .query("forcerm", "true");
        image.target().ifPresent(target -> call.query("target", target));
        if (image.noCache()) {
            call.query("nocache", "true");
        }
        if (api.agreement().buildKit()) {
            call.query("version", "2").query("buildid", buildId);
        }
        return call;
    }

    /**
     * Cache mounts are the engine's, one for all who name the same: a project has its own under a name that the others
     * do not know, or one could lay its files into another's build.
     */
    private String caches(ProjectName project) {
        try {
            byte[] name = (labels.store() + "/" + labels.instance() + "/" + project).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The thread is interrupted, but this one call must still get through. */
    private void cancel(String buildId) {
        boolean interrupted = Thread.interrupted();
        try {
            api.post("/build/cancel")
                    .query("id", buildId)
                    .within(Duration.ofSeconds(5))
                    .attempting("cancel a build")
                    .answer();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String remedy(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("no such host") || lower.contains("dial tcp")) {
            return "\nno registry answered: check this host's connection, or have the base image here before";
        }
        if (lower.contains("pull access denied") || lower.contains("manifest unknown")) {
            return "\ncheck how the image after FROM is spelled, and that it is public or already on this host";
        }
        if (lower.contains("dockerfile") && (lower.contains("no such file") || lower.contains("cannot locate"))) {
            return "\ncheck \"dockerfile\" under build: it is a path within the context";
        }
        if (lower.contains("target stage")) {
            return "\ncheck \"target\" under build: it names a stage of the Dockerfile";
        }
        return "";
    }
}
