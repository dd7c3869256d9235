package dev.berth.api.view;

import dev.berth.core.operate.ApplicationStatus;
import java.util.List;

/** An application in an answer. */
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
        String message) {
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
                status.message());
    }
}
