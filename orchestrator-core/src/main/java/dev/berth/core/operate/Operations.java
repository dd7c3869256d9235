package dev.berth.core.operate;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.deploy.Occurrence;
import dev.berth.core.engine.Subscription;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What a user can order and ask, whatever the way it came in. Orders are checked, written down and handed to the
 * project's lane; the answer does not wait for the work. Questions are answered from snapshots.
 */
public final class Operations {
    /**
     * Makes the definition the project's newest revision and starts a deployment of it.
     *
     * @param basedOn the revision the user saw; empty when it does not matter
     * @param removeConsented whether applications that the definition no longer has may be removed
     * @param lookAgain whether images are pulled and built again even when they are there
     */
    public ApplyResult apply(
            ProjectName project,
            Definition definition,
            OptionalLong basedOn,
            boolean removeConsented,
            boolean lookAgain,
            String actor) {
        throw new UnsupportedOperationException("being built");
    }

    /** What {@link #apply} would do now; changes nothing. */
    public ApplyResult plan(ProjectName project, Definition definition) {
        throw new UnsupportedOperationException("being built");
    }

    /** Adds or replaces one application of the project's definition ({@code text}: its body as YAML or JSON). */
    public ApplyResult applyApplication(
            ProjectName project, ApplicationName application, Definition body, OptionalLong basedOn, String actor) {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Changes one application of the project's definition: {@code patch} (YAML or JSON) is merged into it as RFC 7396
     * says, null taking a key away.
     */
    public ApplyResult patchApplication(
            ProjectName project, ApplicationName application, Definition patch, OptionalLong basedOn, String actor) {
        throw new UnsupportedOperationException("being built");
    }

    /** Takes an application out of the project's definition; its volumes stay. */
    public ApplyResult removeApplication(ProjectName project, ApplicationName application, String actor) {
        throw new UnsupportedOperationException("being built");
    }

    /** Takes a whole project away; {@code volumes} with its data. Empty when there is no such project. */
    public Optional<Deployment> removeProject(ProjectName project, boolean volumes, String actor) {
        throw new UnsupportedOperationException("being built");
    }

    /** Replaces every instance by a new one of the same release. Empty when there is no such application. */
    public Optional<Deployment> restart(ProjectName project, ApplicationName application, String actor) {
        throw new UnsupportedOperationException("being built");
    }

    /** Stops the application until {@link #start}; apply and reboot respect it. */
    public Optional<Deployment> stop(ProjectName project, ApplicationName application, String actor) {
        throw new UnsupportedOperationException("being built");
    }

    public Optional<Deployment> start(ProjectName project, ApplicationName application, String actor) {
        throw new UnsupportedOperationException("being built");
    }

    /** Deploys the newest revision of one application once more, looking again at its image. */
    public Optional<Deployment> deploy(ProjectName project, ApplicationName application, String actor) {
        throw new UnsupportedOperationException("being built");
    }

    /** Ends a deployment that is not over; whether there was one to end. */
    public boolean cancel(long deployment) {
        throw new UnsupportedOperationException("being built");
    }

    /** Sorted by name; Berth's own project comes last. */
    public List<ProjectStatus> projects() {
        throw new UnsupportedOperationException("being built");
    }

    public Optional<ProjectStatus> project(ProjectName project) {
        throw new UnsupportedOperationException("being built");
    }

    /** The newest definition as it was sent. */
    public Optional<Definition> definition(ProjectName project) {
        throw new UnsupportedOperationException("being built");
    }

    /** Newest first. */
    public List<Deployment> deployments(
            Optional<ProjectName> project, Optional<ApplicationName> application, int limit) {
        throw new UnsupportedOperationException("being built");
    }

    public Optional<Deployment> deployment(long id) {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Hands over the events of a deployment numbered above {@code after}: first those that happened, then those to
     * come, without gap or repetition. A slow listener never blocks the deployment.
     */
    public Subscription follow(long deployment, long after, Consumer<DeploymentEvent> listener) {
        throw new UnsupportedOperationException("being built");
    }

    /** The events of a deployment numbered above {@code after}, as far as they happened. */
    public List<DeploymentEvent> events(long deployment, long after) {
        throw new UnsupportedOperationException("being built");
    }

    /** What happened lately in all projects, numbered above {@code after}: at most the last {@code limit}, oldest first. */
    public List<Occurrence> occurrences(long after, int limit) {
        throw new UnsupportedOperationException("being built");
    }

    /** Hands over what happens in all projects, numbered above {@code after}, as {@link #follow} does. */
    public Subscription followAll(long after, Consumer<Occurrence> listener) {
        throw new UnsupportedOperationException("being built");
    }
}
