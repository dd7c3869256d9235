package dev.berth.api.view;

import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.ProjectStatus;
import java.util.Comparator;
import java.util.List;

/**
 * One address under which the proxy serves an application.
 *
 * @param instances those that run and are not known to be unhealthy
 */
public record RouteView(String url, String project, String application, String state, List<String> instances) {
    /** The routes of all projects, sorted by address. */
    public static List<RouteView> of(List<ProjectStatus> projects) {
        return projects.stream()
                .flatMap(project -> project.applications().stream())
                .flatMap(application -> application.urls().stream().map(url -> of(url, application)))
                .sorted(Comparator.comparing(RouteView::url).thenComparing(RouteView::project))
                .toList();
    }

    private static RouteView of(String url, ApplicationStatus application) {
        List<String> serving = application.instances().stream()
                .filter(i -> i.state().equals("running") && !i.health().equals("unhealthy"))
                .map(ApplicationStatus.Instance::name)
                .toList();
        return new RouteView(
                url,
                application.project().text(),
                application.name().text(),
                application.state().text(),
                serving);
    }
}
