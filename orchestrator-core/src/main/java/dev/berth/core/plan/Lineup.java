package dev.berth.core.plan;

import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.Restart;
import dev.berth.core.release.DesiredApplication;
import dev.berth.core.release.InstanceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which instances of a proven release stay, which give way, and which are to be made.
 *
 * @param kept those that stay, whatever state they are in now
 * @param again those of them that are to be started again
 * @param replaced those that give way to a new one
 * @param surplus those that are too many
 * @param fresh those to be made, each with its cause
 */
record Lineup(
        ApplicationSituation situation,
        List<ObservedInstance> kept,
        List<ObservedInstance> again,
        List<ObservedInstance> replaced,
        List<ObservedInstance> surplus,
        Map<InstanceName, String> fresh) {
    private static final String GONE = "its container is gone";

    static Lineup of(ApplicationSituation situation) {
        DesiredApplication wanted = situation.wanted();
        List<ObservedInstance> candidates = situation.byWorth(situation.mine()).stream()
                .filter(i -> !givesWay(situation, i))
                .toList();
        int count = Math.min(wanted.replicas(), candidates.size());
        List<ObservedInstance> kept = candidates.subList(0, count);
        List<ObservedInstance> replaced =
                situation.mine().stream().filter(i -> givesWay(situation, i)).toList();
        if (replaced.size() > wanted.replicas() - count) {
            // An earlier attempt was cut off; those that run hold what their successors need.
            replaced = situation.byWorth(replaced);
        }
        return new Lineup(
                situation,
                kept,
                kept.stream().filter(situation::isStartedAgain).toList(),
                replaced,
                candidates.subList(count, candidates.size()),
                fresh(situation, wanted.replicas() - count, replaced));
    }

    private static boolean givesWay(ApplicationSituation situation, ObservedInstance instance) {
        return situation.causeToReplace(instance).isPresent();
    }

    private static Map<InstanceName, String> fresh(
            ApplicationSituation situation, int count, List<ObservedInstance> replaced) {
        boolean finalWhenGone =
                situation.whole().isHealing() && situation.wanted().restart() instanceof Restart.No;
        List<InstanceName> names = situation.freeSlots(count);
        int before = situation.accepted().orElseThrow().replicas();
        int gone = Math.max(0, before - situation.mine().size());
        Map<InstanceName, String> fresh = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (i < replaced.size()) {
                fresh.put(names.get(i), causeToReplace(situation, replaced.get(i)));
            } else if (i >= replaced.size() + gone) {
                fresh.put(names.get(i), scaled(situation));
            } else if (!finalWhenGone) {
                fresh.put(names.get(i), GONE);
            }
        }
        return fresh;
    }

    /** Whether anything is started. */
    boolean starts() {
        return !fresh.isEmpty() || !again.isEmpty();
    }

    /** Whether anything is made of an image. */
    boolean makes() {
        return !fresh.isEmpty() || again.stream().anyMatch(i -> i.state() == InstanceState.CREATED);
    }

    /** Whether anything is taken away. */
    boolean takes() {
        return !surplus.isEmpty() || !replaced.isEmpty();
    }

    /** Whether one to be made stands in for one that vanished, so that it stays even when it does not get well. */
    boolean standsIn(InstanceName made) {
        return fresh.get(made).equals(GONE);
    }

    /** What takes the place of one that gives way; empty when there are to be fewer. */
    Optional<InstanceName> successor(ObservedInstance old) {
        return fresh.keySet().stream().skip(replaced.indexOf(old)).findFirst();
    }

    /** Those to be made that take nobody's place. */
    List<InstanceName> additional() {
        return fresh.keySet().stream().skip(replaced.size()).toList();
    }

    String causeToReplace(ObservedInstance old) {
        return causeToReplace(situation, old);
    }

    private static String causeToReplace(ApplicationSituation situation, ObservedInstance old) {
        return situation.causeToReplace(old).orElseThrow();
    }

    String causeOfSurplus() {
        int before = situation.accepted().orElseThrow().replicas();
        return before == situation.wanted().replicas() ? "more than wanted" : scaled(situation);
    }

    private static String scaled(ApplicationSituation situation) {
        return "scaled from " + situation.accepted().orElseThrow().replicas() + " to "
                + situation.wanted().replicas();
    }
}
