package dev.berth.core.engine;

import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.Release;

/**
 * What is needed to start an instance.
 *
 * @param restart what the engine itself does after an exit; {@code No} while the release is not accepted
 * @param answersToApplication whether siblings reach it by the application's name from the start
 */
public record InstanceStart(
        InstanceName name, Release release, Resources resources, Restart restart, boolean answersToApplication) {}
