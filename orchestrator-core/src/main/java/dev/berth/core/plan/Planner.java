package dev.berth.core.plan;

import dev.berth.core.engine.ObservedState;
import dev.berth.core.project.ApplicationName;
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
        Stage preparation =
                new Stage(Stage.PREPARE, new TreeSet<>(), Preparation.steps(situation), "nothing was started");
        stages.add(preparation);
        SortedSet<String> prepared = titles(stages);
        HandOver handOver = new HandOver(situation);
        Waiting waiting = new Waiting(situation, handOver);
        stages.addAll(applications(handOver, waiting, prepared));
        Stage cleanUp = new Stage(Stage.CLEAN_UP, titles(stages), CleanUp.steps(situation, stages), "");
        stages.add(new Stage(Stage.PROXY, prepared, proxy(situation, stages), ""));
        stages.add(cleanUp);
        return new Plan(situation.wanted().project(), stages, Notices.of(situation), waiting.reasons());
    }

    /**
     * What takes a whole project away.
     *
     * @param volumes whether its volumes go too; no other plan removes one
     */
    public static Plan removal(ObservedState observed, DesiredState accepted, RouteSnapshot routes, boolean volumes) {
        return Removal.plan(observed, accepted, routes, volumes);
    }

    private static List<Stage> applications(HandOver handOver, Waiting waiting, SortedSet<String> first) {
        List<Stage> stages = new ArrayList<>();
        Map<ApplicationName, SortedSet<String>> before = new HashMap<>();
        for (DesiredApplication application : handOver.order()) {
            SortedSet<String> after = new TreeSet<>(first);
            handOver.before(application.name())
                    .forEach(name -> after.addAll(before.getOrDefault(name, new TreeSet<>())));
            Stage stage = waiting.stage(application, after);
            stages.add(stage);
            before.put(application.name(), stage.steps().isEmpty() ? after : titles(List.of(stage)));
        }
        return stages;
    }

    /**
     * Leads the proxy back to the project's network, unless an application does so on its way to new routes. It is healing:
     * no order fails for it.
     */
    private static List<Step> proxy(Situation situation, List<Stage> others) {
        boolean joins = others.stream()
                .flatMap(stage -> stage.steps().stream())
                .anyMatch(step -> step.action() instanceof ProjectAction.JoinProxy);
        boolean cutOff = situation.isHealing()
                && situation.proxied()
                && !situation.observed().proxyJoined();
        return situation.wanted().applications().stream()
                .filter(application -> cutOff && !joins && Routing.isRouted(application))
                .limit(1)
                .map(application -> Routing.join(situation, application))
                .toList();
    }

    /** Of those that have anything to do. */
    private static SortedSet<String> titles(List<Stage> stages) {
        SortedSet<String> titles = new TreeSet<>();
        stages.stream().filter(s -> !s.steps().isEmpty()).forEach(s -> titles.add(s.title()));
        return titles;
    }
}
