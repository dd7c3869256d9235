package dev.berth.core.release;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;

/**
 * What names a release: {@code shop-web-3f9c2a1b}. Written, never parsed: labels hold its parts.
 *
 * @param brief the first 8 hex digits of the fingerprint
 */
public record ReleaseName(ProjectName project, ApplicationName application, String brief)
        implements Comparable<ReleaseName> {
    @Override
    public int compareTo(ReleaseName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return project + "-" + application + "-" + brief;
    }
}
