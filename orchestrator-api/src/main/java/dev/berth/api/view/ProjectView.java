package dev.berth.api.view;

import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.operate.ProjectStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A project in an answer.
 *
 * @param state that of the application which most needs a look
 * @param deployment the one under way
 */
public record ProjectView(
        String name,
        String state,
        long revision,
        Long deployment,
        Instant lookedAt,
        List<ApplicationView> applications) {
    private static final List<State> WORST_FIRST = List.of(
            State.FAILED,
            State.DEGRADED,
            State.BUILDING,
            State.STARTING,
            State.PENDING,
            State.RUNNING,
            State.COMPLETED,
            State.STOPPED);

    public static ProjectView of(ProjectStatus status) {
        return new ProjectView(
                status.name().text(),
                state(status).text(),
                status.revision(),
                status.running().isPresent() ? status.running().getAsLong() : null,
                status.lookedAt(),
                status.applications().stream().map(ApplicationView::of).toList());
    }

    static State state(ProjectStatus status) {
        List<State> present =
                status.applications().stream().map(ApplicationStatus::state).toList();
        Stream<State> worst = WORST_FIRST.stream().filter(present::contains);
        return worst.findFirst().orElse(State.STOPPED);
    }
}
