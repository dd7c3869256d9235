package dev.berth.core.deploy;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something worth knowing that happened to a project: a deployment began or ended, an instance ended, was healed, or
 * could not be.
 *
 * @param number rising over all projects, from 1
 * @param kind one lower-case word: {@code deployment}, {@code healed}, {@code failed}, {@code ended}, {@code engine}
 * @param project empty when it concerns all
 * @param message what and why, in words
 */
public record Occurrence(
        long number,
        Instant at,
        String kind,
        Optional<ProjectName> project,
        Optional<ApplicationName> application,
        OptionalLong deployment,
        String message) {}
