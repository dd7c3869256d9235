package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.BuiltImage;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.EngineException.Kind;
import dev.berth.core.engine.EngineNames;
import dev.berth.core.engine.ProgressSink;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Images: pulled, built, looked at, removed. */
final class DockerImages {
    private static final int BUILDS_AT_ONCE = 2;

    private final DockerApi api;
    private final EngineNames names;
    private final Labels labels;
    private final ImageBuild build;
    private final BuildDisk disk;
    private final PullPatience pulls;
    private final Semaphore turns = new Semaphore(BUILDS_AT_ONCE, true);
    /** Whether something may have been built since the build cache was looked after. */
    private final AtomicBoolean grown = new AtomicBoolean(true);

    DockerImages(
            DockerApi api, EngineNames names, Labels labels, ImageBuild build, BuildDisk disk, PullPatience pulls) {
        this.api = api;
        this.names = names;
        this.labels = labels;
        this.build = build;
        this.disk = disk;
        this.pulls = pulls;
    }

    /** What the engine calls an image; one built here stands behind the daemon's prefix. */
    String name(ImageSpec image) {
        return image instanceof ImageSpec.Built ? names.prefix() + image.reference() : image.reference();
    }

    /** The image of a release: the one it was accepted with, else what its reference means now. */
    EngineImage of(Release release) {
        return release.imageId()
                .flatMap(this::look)
                .or(() -> look(name(release.image())))
                .orElseThrow(() -> new EngineException(
                        Kind.IMAGE_UNAVAILABLE,
                        "the engine has no image " + name(release.image()) + " for " + release.name()
                                + "; apply the project again so that it is provided"));
    }

    Optional<EngineImage> look(String reference) {
        return api.get("/images/" + reference + "/json")
                .attempting("look at image " + reference)
                .jsonIfThere()
                .map(EngineImage::of);
    }

    Optional<String> id(String reference) {
        if (!names.prefix().isEmpty()) {
            Optional<String> built = look(names.prefix() + reference).map(EngineImage::id);
            if (built.isPresent()) {
                return built;
            }
        }
        return look(reference).map(EngineImage::id);
    }

    String provide(
            ProjectName project,
            ApplicationName application,
            ImageSpec image,
            boolean lookAgain,
            ProgressSink progress) {
        String name = name(image);
        Optional<EngineImage> there = look(name);
        if (there.isPresent() && !lookAgain) {
            return there.get().id();
        }
        if (image instanceof ImageSpec.Pulled) {
            try {
                pull(name, progress);
            } catch (EngineException e) {
                if (e.kind() != Kind.IMAGE_UNAVAILABLE || there.isEmpty()) {
                    throw e;
                }
                progress.line("keeping the image " + name + " that is here: " + e.getMessage());
            }
        } else if (image instanceof ImageSpec.Built built) {
            Optional<String> before = there.map(EngineImage::id);
            before.ifPresent(id -> nameById(name, id));
            inTurn(progress, () -> {
                trimBefore(progress);
                disk.requireRoom(name);
                try {
                    build.build(project, application, built, name, progress);
                } finally {
                    grown.set(true);
                }
            });
            String id = provided(name);
            before.filter(id::equals).ifPresent(same -> remove(byId(built.reference(), same)));
            return id;
        }
        return provided(name);
    }

    long trimBuildCache() {
        if (!grown.getAndSet(false)) {
            return 0;
        }
        try {
            return disk.keepWithinBudget();
        } catch (EngineException e) {
            grown.set(true);
            throw e;
        }
    }

    /** Lane after lane may build before one comes to tidy up. */
    private void trimBefore(ProgressSink progress) {
        try {
            trimBuildCache();
        } catch (EngineException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            progress.line("the build cache may have grown beyond its budget: " + e.getMessage());
        }
    }

    private String provided(String name) {
        return look(name)
                .orElseThrow(
                        () -> new EngineException(Kind.IMAGE_UNAVAILABLE, "the engine lost image " + name + " at once"))
                .id();
    }

    /** Engines that keep images in containerd drop at once what a build takes the last name from. */
    private void nameById(String name, String id) {
        String second = byId(name, id);
        int tag = second.lastIndexOf(':');
        api.post("/images/" + id + "/tag")
                .query("repo", second.substring(0, tag))
                .query("tag", second.substring(tag + 1))
                .attempting("keep the image that " + name + " was until now")
                .run();
    }

    private static String byId(String name, String id) {
        return name.substring(0, name.lastIndexOf(':') + 1) + id.substring(id.indexOf(':') + 1, id.indexOf(':') + 13);
    }

    /** Builds take what the machine has: more of them at once would only make each slower, and what runs too. */
    private void inTurn(ProgressSink progress, Runnable builds) {
        try {
            if (!turns.tryAcquire()) {
                progress.line("waiting for other builds to end");
                turns.acquire();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.INTERRUPTED, "interrupted while waiting for other builds", e);
        }
        try {
            builds.run();
        } finally {
            turns.release();
        }
    }

    private void pull(String reference, ProgressSink progress) {
        ImageAddress address = ImageAddress.of(reference);
        Call call = api.post("/images/create")
                .query("fromImage", address.name())
                .query("tag", address.tagOrDigest())
                .within(pulls.whole())
                .attempting("pull image " + reference);
        PullProgress shown = new PullProgress(reference, progress);
        try (Deadline whole = new Deadline(api.alarms(), pulls.whole());
                Deadline silence = new Deadline(api.alarms(), pulls.silence())) {
            try (Streamed answer = call.stream()) {
                answer.each(message -> {
                    if (shown.accept(message)) {
                        silence.prolong();
                    }
                });
            } catch (RuntimeException e) {
                if (whole.expired()) {
                    throw DockerFailures.tooSlow(reference, pulls.whole());
                }
                throw silence.expired() ? DockerFailures.stalled(reference, pulls.silence()) : pullFailed(reference, e);
            }
        }
        Optional<String> failure = shown.failure();
        if (failure.isPresent()) {
            EngineException refused = DockerFailures.refused("pull image " + reference, 500, failure.get());
            throw refused.kind() == Kind.REFUSED ? unavailable(reference, refused.getMessage()) : refused;
        }
    }

    private static RuntimeException pullFailed(String reference, RuntimeException e) {
        boolean refused = e instanceof EngineException known
                && (known.kind() == Kind.REFUSED
                        || known.kind() == Kind.NOT_FOUND
                        || known.kind() == Kind.IMAGE_UNAVAILABLE);
        return refused ? unavailable(reference, e.getMessage()) : e;
    }

    private static EngineException unavailable(String reference, String words) {
        return new EngineException(Kind.IMAGE_UNAVAILABLE, words + PullProgress.remedy(reference, words));
    }

    /** Without those that carry another name too: what is built on one of ours has its labels, and is not ours. */
    List<BuiltImage> built(ProjectName project) {
        Pattern own = Pattern.compile(Pattern.quote(names.prefix() + project) + "/[a-z0-9-]+:[0-9a-f]{12}");
        List<BuiltImage> built = new ArrayList<>();
        for (JsonNode image : api.get("/images/json")
                .labelled(labels.filter(project))
                .attempting("list the images of " + project)
                .json()) {
            List<String> tags = tags(image);
            if (tags.stream().allMatch(tag -> own.matcher(tag).matches())) {
                built.add(new BuiltImage(
                        image.path("Id").asText(),
                        tags.stream()
                                .map(tag -> tag.substring(names.prefix().length()))
                                .toList()));
            }
        }
        return List.copyOf(built);
    }

    private static List<String> tags(JsonNode image) {
        return EngineImage.texts(image.path("RepoTags")).stream()
                .filter(tag -> !tag.equals("<none>:<none>"))
                .toList();
    }

    /** Removes an image that was built for this store, and returns whether it is gone; one that is in use stays. */
    boolean remove(String reference) {
        boolean byId = reference.startsWith("sha256:");
        String name = byId ? reference : names.prefix() + reference;
        Optional<JsonNode> image = api.get("/images/" + name + "/json")
                .attempting("look at image " + name)
                .jsonIfThere();
        if (image.isEmpty()) {
            return true;
        }
        if (!labels.own(image.get().path("Config").path("Labels"))
                || byId && !tags(image.get()).isEmpty()) {
            return false;
        }
        Call call = api.delete("/images/" + name).attempting("remove image " + name);
        Answer answer = call.answer();
        if (answer.status() != 404 && answer.status() != 409) {
            call.good(answer);
        }
        return answer.status() != 409;
    }
}
