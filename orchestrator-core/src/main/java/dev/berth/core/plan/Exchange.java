package dev.berth.core.plan;

import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.release.InstanceName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts new instances of the same release into the places of old ones that must stop first: one after the other, so that all
 * but one serve. What was exchanged stays so when a later one fails.
 */
final class Exchange {
    private final ApplicationSituation situation;
    private final Lineup lineup;
    private final StageSteps steps;
    private final Set<InstanceName> fit = new TreeSet<>();
    /** Where requests are led. */
    private Set<InstanceName> led;

    /**
     * @param proven what is proven by earlier steps of the stage
     * @param ledTo where an earlier step leads requests; empty when they still go where they went
     */
    Exchange(
            ApplicationSituation situation,
            Lineup lineup,
            StageSteps steps,
            Collection<InstanceName> proven,
            Collection<InstanceName> ledTo) {
        this.situation = situation;
        this.lineup = lineup;
        this.steps = steps;
        this.fit.addAll(proven);
        situation.mine().stream().filter(situation::isFit).forEach(i -> fit.add(i.name()));
        this.led = new TreeSet<>(ledTo.isEmpty() ? situation.serving() : ledTo);
    }

    /** Returns where requests are led at the end; empty when none were led elsewhere. */
    Set<InstanceName> plan() {
        Set<InstanceName> elsewhere = Set.of();
        List<ObservedInstance> all = lineup.replaced();
        situation.comingBack(situation.mine()).stream().filter(all::contains).forEach(steps::leaveRoom);
        for (ObservedInstance old : all) {
            Set<InstanceName> others = new TreeSet<>(fit);
            others.remove(old.name());
            List<Step> away = led.contains(old.name()) && !others.isEmpty() ? leadTo(others) : List.of();
            if (!away.isEmpty()) {
                steps.addAll(away);
                steps.drain(old, situation.drain());
                led = new TreeSet<>(others);
                elsewhere = others;
            }
            boolean last = old.equals(all.get(all.size() - 1));
            exchange(old, others.isEmpty());
            if (!last) {
                steps.acceptAgain("proven healthy");
                steps.remove(old.name(), lineup.causeToReplace(old));
            }
        }
        return elsewhere;
    }

    private List<Step> leadTo(Set<InstanceName> others) {
        Set<InstanceName> back = new TreeSet<>(led);
        back.addAll(fit);
        return situation.routing().leadFrom(back, others, "the others serve meanwhile");
    }

    private void exchange(ObservedInstance old, boolean alone) {
        String cause = lineup.causeToReplace(old);
        boolean down = alone && situation.isFit(old);
        if (ApplicationSituation.isAlive(old)) {
            steps.makeRoom(old, down ? cause + ", with downtime: " + situation.reasonToStopFirst() : cause);
        }
        fit.remove(old.name());
        led.remove(old.name());
        Optional<InstanceName> successor = lineup.successor(old);
        successor.ifPresent(name -> {
            steps.startOrElseRemove(situation.proven(name, alone), cause);
            steps.awaitProven(name);
            if (!alone) {
                steps.attach(
                        name,
                        true,
                        "from now on siblings reach it as " + situation.wanted().name());
            }
            fit.add(name);
        });
    }
}
