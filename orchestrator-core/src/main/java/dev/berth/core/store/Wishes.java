package dev.berth.core.store;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a user ordered beside the definition and what stands until ordered otherwise: stopped, another number. */
public final class Wishes {
    /**
     * @param replicas the number wished for; empty: as defined
     * @param declared what the definition said when it was wished; once it says something else, that counts
     */
    private record Wish(boolean stopped, OptionalInt replicas, int declared) {}

    private final Database database;

    Wishes(Database database) {
        this.database = database;
    }

    public void stop(ProjectName project, ApplicationName application, boolean stopped) {
        database.write(session -> session.run(
                "INSERT INTO wish (project, application, stopped) VALUES (?, ?, ?)"
                        + " ON CONFLICT (project, application) DO UPDATE SET stopped = excluded.stopped",
                project,
                application,
                stopped));
    }

    /** @param declared the number that the definition has */
    public void scale(ProjectName project, ApplicationName application, int replicas, int declared) {
        database.write(session -> session.run(
                "INSERT INTO wish (project, application, stopped, replicas, declared) VALUES (?, ?, 0, ?, ?)"
                        + " ON CONFLICT (project, application) DO UPDATE"
                        + " SET replicas = excluded.replicas, declared = excluded.declared",
                project,
                application,
                replicas,
                declared));
    }

    /**
     * A number of instances that a user wished for.
     *
     * @param declared the number that the definition had then
     */
    public record Number(int replicas, int declared) {}

    /** The number wished for; empty: as defined. */
    public Optional<Number> number(ProjectName project, ApplicationName application) {
        return Optional.ofNullable(of(project).get(application.text()))
                .filter(wish -> wish.replicas().isPresent())
                .map(wish -> new Number(wish.replicas().getAsInt(), wish.declared()));
    }

    /** From now on nothing is wished beside the definition. */
    public void forget(ProjectName project, ApplicationName application) {
        database.write(
                session -> session.run("DELETE FROM wish WHERE project = ? AND application = ?", project, application));
    }

    /** The applications that are to stay stopped. */
    public Set<ApplicationName> stopped(ProjectName project) {
        Set<ApplicationName> found = new TreeSet<>();
        of(project).forEach((name, wish) -> {
            if (wish.stopped()) {
                found.add(new ApplicationName(name));
            }
        });
        return found;
    }

    /** The accepted state with the wishes in it. */
    DesiredState upon(DesiredState accepted) {
        Map<String, Wish> wishes = of(accepted.project());
        return new DesiredState(
                accepted.project(),
                accepted.applications().stream()
                        .map(a -> with(a, wishes.get(a.name().text())))
                        .toList());
    }

    /** The state a definition asks for, with the wishes in it as far as they still hold. */
    public DesiredState uponDefined(DesiredState defined) {
        Map<String, Wish> wishes = of(defined.project());
        return new DesiredState(
                defined.project(),
                defined.applications().stream()
                        .map(a -> {
                            Wish wish = wishes.get(a.name().text());
                            return wish == null || wish.declared() == a.replicas()
                                    ? with(a, wish)
                                    : a.withStopped(wish.stopped());
                        })
                        .toList());
    }

    private static DesiredApplication with(DesiredApplication application, Wish wish) {
        if (wish == null) {
            return application;
        }
        return application
                .withStopped(wish.stopped())
                .withReplicas(wish.replicas().orElse(application.replicas()));
    }

    private Map<String, Wish> of(ProjectName project) {
        Map<String, Wish> found = new TreeMap<>();
        database.read(session -> session.all(
                "SELECT application, stopped, replicas, declared FROM wish WHERE project = ?",
                row -> {
                    int replicas = row.getInt(3);
                    return found.put(
                            row.getString(1),
                            new Wish(
                                    row.getInt(2) == 1,
                                    replicas == 0 ? OptionalInt.empty() : OptionalInt.of(replicas),
                                    row.getInt(4)));
                },
                project));
        return found;
    }
}
