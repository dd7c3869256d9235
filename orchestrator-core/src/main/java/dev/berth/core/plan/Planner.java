package dev.berth.core.plan;

import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.DesiredState;
import dev.berth.core.route.RouteSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the way from what is to what should be. Pure: the same situation always gives the same plan. */
public final class Planner {
    private Planner() {}

    /** What is to be done in this situation; empty when everything is so already. */
    public static Plan plan(Situation situation) {
        List<Stage> stages = new ArrayList<>();
        Stage preparation = new Stage(
                Stage.PREPARE, new TreeSet<>(), Preparation.steps(situation), "nothing was started");
        stages.add(preparation);
        stages.addAll(applications(situation, titles(List.of(preparation))));
        stages.add(new Stage(Stage.CLEAN_UP, titles(stages), CleanUp.steps(situation), ""));
        return new Plan(situation.wanted().project(), stages);
    }

    /**
     * What takes a whole project away.
     *
     * @param volumes whether its volumes go too; no other plan removes one
     */
    public static Plan removal(ObservedState observed, DesiredState accepted, RouteSnapshot routes, boolean volumes) {
        return Removal.plan(observed, accepted, routes, volumes);
    }

    private static List<Stage> applications(Situation situation, SortedSet<String> first) {
        List<Stage> stages = new ArrayList<>();
        Map<ApplicationName, SortedSet<String>> before = new HashMap<>();
        for (DesiredApplication application : DependencyOrder.of(situation.wanted())) {
            SortedSet<String> after = new TreeSet<>(first);
            application.dependsOn().stream()
                    .map(Dependency::application)
                    .forEach(name -> after.addAll(before.getOrDefault(name, new TreeSet<>())));
            Stage stage = ApplicationStage.of(situation, application, after);
            stages.add(stage);
            before.put(application.name(), stage.steps().isEmpty() ? after : titles(List.of(stage)));
        }
        return stages;
    }

    /** Of those that have anything to do. */
    private static SortedSet<String> titles(List<Stage> stages) {
        SortedSet<String> titles = new TreeSet<>();
        stages.stream().filter(s -> !s.steps().isEmpty()).forEach(s -> titles.add(s.title()));
        return titles;
    }
}
