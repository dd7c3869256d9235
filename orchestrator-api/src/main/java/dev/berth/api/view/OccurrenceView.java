package dev.berth.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.core.deploy.Occurrence;
import java.time.Instant;

/** Something that happened to a project, in a stream. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OccurrenceView(
        long number, Instant at, String kind, String project, String application, Long deployment, String message) {
    public static OccurrenceView of(Occurrence occurrence) {
        return new OccurrenceView(
                occurrence.number(),
                occurrence.at(),
                occurrence.kind(),
                occurrence.project().map(Object::toString).orElse(null),
                occurrence.application().map(Object::toString).orElse(null),
                occurrence.deployment().isPresent() ? occurrence.deployment().getAsLong() : null,
                occurrence.message());
    }
}
