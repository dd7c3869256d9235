package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.VolumeName;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A change of what a project has beside its instances and routes: its network, volumes, images, and what is accepted. */
public sealed interface ProjectAction extends Action {
    record CreateNetwork(ProjectName project) implements ProjectAction {
        @Override
        public void perform(Target target) {
            target.engine().createNetwork(project);
        }

        @Override
        public String toString() {
            return "create network " + project;
        }
    }

    record RemoveNetwork(ProjectName project) implements ProjectAction {
        @Override
        public void perform(Target target) {
            target.engine().removeNetwork(project);
        }

        @Override
        public String toString() {
            return "remove network " + project;
        }
    }

    record JoinProxy(ProjectName project) implements ProjectAction {
        @Override
        public void perform(Target target) {
            target.engine().joinProxy(project);
        }

        @Override
        public String toString() {
            return "join proxy to network " + project;
        }
    }

    record CreateVolume(ProjectName project, ApplicationName application, VolumeName volume) implements ProjectAction {
        @Override
        public void perform(Target target) {
            target.engine().createVolume(project, application, volume);
        }

        @Override
        public String toString() {
            return (volume.external() ? "adopt volume " : "create volume ") + volume;
        }
    }

    /** Only {@code delete --volumes} plans this. */
    record RemoveVolume(VolumeName volume) implements ProjectAction {
        @Override
        public void perform(Target target) {
            target.engine().removeVolume(volume);
        }

        @Override
        public String toString() {
            return "remove volume " + volume + " and all its data";
        }
    }

    record ProvideImage(ProjectName project, ApplicationName application, ImageSpec image, boolean lookAgain)
            implements ProjectAction {
        @Override
        public void perform(Target target) {
            target.engine().provideImage(project, application, image, lookAgain, target.progress());
        }

        @Override
        public String toString() {
            return (image instanceof ImageSpec.Built ? "build image " : "pull image ") + image.reference();
        }
    }

    record RemoveImage(String reference) implements ProjectAction {
        @Override
        public void perform(Target target) {
            target.engine().removeImage(reference);
        }

        @Override
        public String toString() {
            return "remove image " + reference;
        }
    }

    /**
     * The release is proven: from now on it is what supervision keeps true.
     *
     * @param inPlaceOf those that it has taken over from, and that are not kept true any more
     */
    record Accept(ProjectName project, DesiredApplication application, SortedSet<ApplicationName> inPlaceOf)
            implements ProjectAction {
        @Override
        public void perform(Target target) {
            String image = ProvenImage.of(application.release(), target.engine());
            target.accepted().accept(project, application, image, inPlaceOf);
        }

        @Override
        public boolean commits() {
            return true;
        }

        @Override
        public String toString() {
            String others = inPlaceOf.stream().map(Object::toString).collect(Collectors.joining(", "));
            return "accept " + application.release().name() + (others.isEmpty() ? "" : " in place of " + others);
        }
    }

    record Forget(ProjectName project, SortedSet<ApplicationName> applications) implements ProjectAction {
        public Forget {
            applications = Collections.unmodifiableSortedSet(new TreeSet<>(applications));
        }

        Forget(ProjectName project, ApplicationName one) {
            this(project, new TreeSet<>(List.of(one)));
        }

        @Override
        public void perform(Target target) {
            target.accepted().forget(project, applications);
        }

        @Override
        public String toString() {
            return applications.stream().map(Object::toString).collect(Collectors.joining(", ", "forget ", ""));
        }
    }
}
