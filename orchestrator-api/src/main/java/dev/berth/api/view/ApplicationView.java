package dev.berth.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.KeptRelease;
import java.util.List;

/**
 * An application in an answer.
 *
 * @param releases where one application is asked for: the accepted one and those that can be gone back to
 */
public record ApplicationView(
        String name,
        String project,
        String state,
        String health,
        int replicas,
        String release,
        String image,
        List<String> urls,
        List<InstanceView> instances,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ReleaseView> releases) {
    public static ApplicationView of(ApplicationStatus status) {
        return new ApplicationView(
                status.name().text(),
                status.project().text(),
                status.state().text(),
                status.health(),
                status.replicas(),
                status.release().orElse(null),
                status.image(),
                status.urls(),
                status.instances().stream().map(InstanceView::of).toList(),
                status.message(),
                List.of());
    }

    /** @param kept of its releases, newest first */
    public ApplicationView withReleases(List<KeptRelease> kept) {
        return new ApplicationView(
                name,
                project,
                state,
                health,
                replicas,
                release,
                image,
                urls,
                instances,
                message,
                kept.stream().map(ReleaseView::of).toList());
    }
}
