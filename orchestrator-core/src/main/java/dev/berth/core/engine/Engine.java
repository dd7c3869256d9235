package dev.berth.core.engine;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.VolumeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What runs releases. Everything is addressed by name, an instance also while somebody has renamed it, and every change
 * is idempotent: asked for what is already so, it
 * returns quietly; removing or stopping what is not there too. It touches only what carries this store's labels; a thing
 * of another owner under a name that is needed is an {@link EngineException} of kind {@code FOREIGN}. Every call blocks,
 * has its own deadline, ends soon after an interrupt (kind {@code INTERRUPTED}, the thread still being interrupted), and
 * fails with an {@link EngineException}.
 */
public interface Engine extends AutoCloseable {
    /** Asks the engine who it is; the cheapest proof that it answers. */
    EngineInfo info();

    /** What the engine has of one project. */
    ObservedState observe(ProjectName project);

    /** The same for somebody who cannot wait: after so long it is a failure of kind {@code TIMED_OUT}. */
    default ObservedState observe(ProjectName project, Duration within) {
        return observe(project);
    }

    /** What the engine has of every project of this store: one look, for the periodic check. */
    Map<ProjectName, ObservedState> observeAll();

    /** Things that carry Berth's labels and this daemon's instance but another store's id. */
    List<ForeignThing> strangers();

    /** References of the images that carry a label of this name and were not built by a Berth, sorted. */
    List<String> imagesLabelled(String label);

    /** Makes the project's private network, on a free subnet of the pool (kind {@code POOL_EXHAUSTED} without one). */
    void createNetwork(ProjectName project);

    /** Removes the project's network, the proxy's attachment to it first. */
    void removeNetwork(ProjectName project);

    /** Attaches the reverse proxy to the project's network (kind {@code NOT_FOUND} when either is not there). */
    void joinProxy(ProjectName project);

    /** Where this machine reaches the reverse proxy's container; empty while it does not run, or when there is none. */
    Optional<String> proxyAddress();

    /** Where the reverse proxy's container reaches this machine; empty while it does not run, or when there is none. */
    Optional<String> proxyGateway();

    /**
     * How many connections the reverse proxy has to an instance now; empty when that cannot be told. None to one that is
     * not there.
     */
    OptionalInt proxyConnections(InstanceName instance);

    /**
     * Makes a volume for an application of the project; an external one is only looked up (kind {@code NOT_FOUND} when
     * it is not there).
     */
    void createVolume(ProjectName project, ApplicationName application, VolumeName volume);

    /** Removes a volume and what is in it. */
    void removeVolume(VolumeName volume);

    /**
     * Makes sure that the image is there: pulls or builds it when it is not. What was built under the same reference before
     * stays, by its id, until {@link #removeImage}.
     *
     * @param lookAgain pull or build even when it is there
     * @return the id by which the engine knows the image now
     * @throws EngineException of kind {@code IMAGE_UNAVAILABLE} or {@code BUILD_FAILED}
     */
    String provideImage(
            ProjectName project,
            ApplicationName application,
            ImageSpec image,
            boolean lookAgain,
            ProgressSink progress);

    /** The id of an image by its reference or id; empty when the engine lacks it. */
    Optional<String> imageId(String reference);

    /** The images that were built for a project of this store; without those that somebody gave another name too. */
    List<BuiltImage> builtImages(ProjectName project);

    /**
     * Removes an image built for this store, by its reference or, when it has none, by its id; returns whether it is gone,
     * which it is not while somebody's container was made of it.
     */
    boolean removeImage(String reference);

    /**
     * Lets go of the cache that builds left beyond its budget, if anything was built since that was done; returns how many
     * bytes that gave free. It may take seconds, so it is no part of {@link #provideImage}; that does it first when it
     * was not done after an earlier build.
     */
    long trimBuildCache();

    /**
     * Creates and starts an instance, on its project's network. One that is there but not running is started, a paused
     * one goes on, one that was only half made, or that the engine cannot start again since it still holds parts of it, is made
     * anew; one that runs is left as it is. Files are in place before its
     * process starts. A release that is pinned to an image id gets that image. An instance that could not be started does
     * not stay.
     *
     * @throws EngineException of kind {@code IMAGE_UNAVAILABLE} when the engine lacks the image, {@code FOREIGN} when
     *     something that is not ours has its name, {@code PORT_TAKEN} when a host port is not free, {@code NOT_FOUND} when
     *     the network is not there
     */
    void start(InstanceStart start);

    /**
     * Connects an instance with its project's network again, or gives it the application's name there or takes it away
     * (kind {@code NOT_FOUND} when either is not there).
     */
    void attach(InstanceName instance, boolean answersToApplication);

    /** Takes an instance off a network that is not its project's; one that is not on it is left as it is. */
    void disconnect(InstanceName instance, String network);

    /**
     * Gives an instance that somebody renamed its own name again (kind {@code NOT_FOUND} when it is not there).
     *
     * @throws EngineException of kind {@code FOREIGN} when something that is not ours has that name now
     */
    void restoreName(InstanceName instance);

    /** Asks an instance to end; kills it after {@code grace}. */
    void stop(InstanceName instance, Duration grace);

    /** Removes an instance, running or not; its volumes stay. */
    void remove(InstanceName instance);

    /**
     * Changes limits and what the engine itself does after an exit, without touching the process (kind {@code NOT_FOUND}
     * when the instance is not there).
     */
    void update(InstanceName instance, Resources resources, Restart restart);

    /** The health check that the instance's image declares. */
    Optional<HealthCheck> declaredHealthCheck(InstanceName instance);

    /** Puts one question to an instance and says what came back; never throws for an unhealthy or missing instance. */
    ProbeResult probe(InstanceName instance, HealthCheck check);

    /** The last lines an instance printed, oldest first; none when it is not there. */
    List<LogLine> tail(InstanceName instance, int lines);

    /** The same for somebody who cannot wait: after so long it is a failure of kind {@code TIMED_OUT}. */
    default List<LogLine> tail(InstanceName instance, int lines, Duration within) {
        return tail(instance, lines);
    }

    /**
     * What an instance prints, from {@code query.tail()} lines back, until it ends or, without {@code follow}, to the
     * present. Runs in the caller's thread.
     */
    void logs(InstanceName instance, LogQuery query, Consumer<LogLine> sink);

    /** Starts a command inside an instance. */
    ExecSession exec(InstanceName instance, ExecRequest request);

    /**
     * Hears of changes from now on, as hints: some may be lost, so that after {@link EngineEvent.Reconnected} the
     * listener looks at everything. The listener must return at once.
     */
    Subscription subscribe(Consumer<EngineEvent> listener);

    /** Names, on the engine and not ours, that stand where the project needs its own. */
    Set<ForeignThing> obstacles(ProjectName project);

    @Override
    void close();
}
