package dev.berth.api.view;

import java.util.List;

/**
 * What goes with a project.
 *
 * @param volumesGo whether the volumes go too, with their data
 */
public record DepartureView(String project, List<String> applications, List<String> volumes, boolean volumesGo) {
    /** The same for people. */
    public String text(Style style) {
        String none = "none";
        String of = applications.isEmpty() ? none : String.join(", ", applications);
        String kept = volumes.isEmpty() ? none : String.join(", ", volumes);
        String fate = volumesGo ? style.bad("goes with its data") : "stays";
        return style.bold(project) + "\n  applications that go: " + of + "\n  volumes: " + kept
                + (volumes.isEmpty() ? "" : "  (each " + fate + ")") + "\n";
    }
}
