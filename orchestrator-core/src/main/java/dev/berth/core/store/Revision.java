package dev.berth.core.store;

import dev.berth.core.project.ProjectName;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One definition of a project, as it was sent.
 *
 * @param number counted from 1 within the project
 * @param uploads local path → digest of the upload that stands for it
 */
public record Revision(
        ProjectName project,
        long number,
        String file,
        String text,
        Map<String, String> uploads,
        String actor,
        Instant at) {
    public Revision {
        uploads = Collections.unmodifiableMap(new TreeMap<>(uploads));
    }
}
